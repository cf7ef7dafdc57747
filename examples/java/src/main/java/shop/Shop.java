package shop;

import dev.sojourn.Session;
import dev.sojourn.redis.RedisSessions;

/** A day in the shop: {@code java shop.Shop redis://localhost:6379}. */
public final class Shop {

  private Shop() {}

  public static void main(String[] args) {
    try (RedisSessions redis = RedisSessions.connect(args[0])) {
      visit(new Accounts(redis.sessions()));
    }
  }

  private static void visit(Accounts accounts) {
    String laptop = accounts.login("ada", "Laptop");
    String phone = accounts.login("ada", "Phone");
    System.out.println("devices: " + accounts.devices("ada"));

    Session request = accounts.session(laptop).orElseThrow();
    System.out.println("items in the cart: " + accounts.putIntoCart(request, 2).orElseThrow());

    String forged = phone.substring(0, phone.indexOf('.')) + laptop.substring(laptop.indexOf('.'));
    System.out.println("logout with a forged token: " + accounts.logout(forged));
    System.out.println("logout on the phone: " + accounts.logout(phone));
    System.out.println("the phone is logged in: " + accounts.session(phone).isPresent());
    System.out.println("devices: " + accounts.devices("ada"));

    System.out.println("sessions ended by a logout everywhere: " + accounts.logoutEverywhere("ada"));
    System.out.println("the laptop is logged in: " + accounts.session(laptop).isPresent());
  }
}
