package weft.proxy.http;

/** The version a message has at the point where it is looked at. */
public enum Version {
  HTTP_1_0("HTTP/1.0"),
  HTTP_1_1("HTTP/1.1"),
  HTTP_2("HTTP/2");

  private final String text;

  Version(String text) {
    this.text = text;
  }

  public boolean isHttp1() {
    return this != HTTP_2;
  }

  @Override
  public String toString() {
    return text;
  }
}
