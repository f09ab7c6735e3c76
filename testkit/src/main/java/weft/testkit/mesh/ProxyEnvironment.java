package weft.testkit.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import weft.testkit.process.Ports;

/**
 * The environment of a proxy in explicit mode on free ports of the loopback, with Linkerd's
 * identity files; a test changes what it names.
 */
public final class ProxyEnvironment {
  private static final String HERE = "127.0.0.1:";

  private final Map<String, String> variables = new TreeMap<>();
  private final List<String> accepting = new ArrayList<>();
  private final List<String> forwarding = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();
  private final int inbound = Ports.free();
  private final int outbound = Ports.free();
  private final int admin = Ports.free();
  private final int accepted = Ports.free();

  /**
   * For a proxy of that name.
   *
   * @param directory where its identity files are written
   * @param control the port of a control plane in clear
   */
  public ProxyEnvironment(String name, Path directory, Authority authority, int control) {
    var service = HERE + control;
    with("INBOUND_LISTEN_ADDR", HERE + inbound);
    with("OUTBOUND_LISTEN_ADDR", HERE + outbound);
    with("ADMIN_LISTEN_ADDR", HERE + admin);
    with("DESTINATION_SVC_ADDR", service);
    with("POLICY_SVC_ADDR", service);
    with("POLICY_WORKLOAD", "{\"ns\":\"ns1\",\"external_workload\":\"foo\"}");
    with("INBOUND_DEFAULT_POLICY", "all-unauthenticated");
    with("IDENTITY_SVC_ADDR", service);
    with("IDENTITY_LOCAL_NAME", name);
    with("IDENTITY_TRUST_ANCHORS", authority.pem());
    with("IDENTITY_DIR", directory.toString());
    with("IDENTITY_TOKEN_FILE", directory.resolve("token").toString());
    writeIdentity(name, directory);
  }

  /** Sets {@code LINKERD2_PROXY_} and {@code name}. */
  public ProxyEnvironment with(String name, String value) {
    variables.put("LINKERD2_PROXY_" + name, value);
    return this;
  }

  /** Calls identity, destination and policy at a port where they prove that name by mesh TLS. */
  public ProxyEnvironment controlledByTls(int port, String name) {
    for (var service : List.of("DESTINATION", "POLICY", "IDENTITY")) {
      with(service + "_SVC_ADDR", "localhost:" + port); // without a dot no loopback address
      with(service + "_SVC_NAME", name);
    }
    return this;
  }

  /** Declares a port of the application. */
  public ProxyEnvironment serving(int application) {
    ports.add(String.valueOf(application));
    return this;
  }

  /** Listens for plain clients of an application's port, which is declared with it. */
  public ProxyEnvironment accepting(int application) {
    accepting.add(HERE + accepted + "=" + application);
    return serving(application);
  }

  /** A listener whose connections go to {@code target}, a {@code name:port} or {@code ip:port}. */
  public int forward(String target) {
    int port = Ports.free();
    forwarding.add(HERE + port + "=" + target);
    return port;
  }

  public int inbound() {
    return inbound;
  }

  public int outbound() {
    return outbound;
  }

  /** Where plain clients connect. */
  public int accepted() {
    return accepted;
  }

  public int admin() {
    return admin;
  }

  /** The variables, for a process or for what reads them in this one. */
  public Map<String, String> variables() {
    var all = new TreeMap<>(variables);
    all.put("WEFT_MODE", "explicit");
    all.put("WEFT_APP_PORTS", String.join(",", ports.stream().distinct().toList()));
    all.put("WEFT_INBOUND_LISTENERS", String.join(",", accepting));
    all.put("WEFT_OUTBOUND_LISTENERS", String.join(",", forwarding));
    return all;
  }

  private static void writeIdentity(String name, Path directory) {
    var keys = Authority.newKeys();
    try {
      var extensions = new ExtensionsGenerator();
      var names = new GeneralNames(new GeneralName(GeneralName.dNSName, name));
      extensions.addExtension(Extension.subjectAlternativeName, false, names);
      var csr =
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), keys.getPublic())
              .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      Files.write(directory.resolve("csr.der"), csr.getEncoded());
      Files.write(directory.resolve("key.p8"), keys.getPrivate().getEncoded());
      Files.writeString(directory.resolve("token"), "token of " + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
