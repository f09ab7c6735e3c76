package weft.control.mesh;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Networks outside of the mesh, and whether traffic to them is allowed (control-plane.md 9.6).
 *
 * @param blocks empty for everything outside of the mesh's own networks
 */
public record EgressNetwork(Meta meta, boolean allow, List<Block> blocks, ParentTraffic traffic)
    implements Resource {
  public EgressNetwork {
    blocks = List.copyOf(blocks);
  }

  /** A network less some parts of it. */
  public record Block(Cidr cidr, List<Cidr> except) {
    public Block {
      except = List.copyOf(except);
    }

    boolean contains(InetAddress address) {
      return cidr.contains(address) && except.stream().noneMatch(out -> out.contains(address));
    }
  }

  @Override
  public Kind kind() {
    return Kind.EGRESS_NETWORK;
  }

  /** The prefix of the smallest block that holds an address outside; empty where none does. */
  public Optional<Integer> prefixAround(InetAddress address) {
    return blocks.isEmpty()
        ? Optional.of(0)
        : blocks.stream()
            .filter(block -> block.contains(address))
            .map(block -> block.cidr().prefix())
            .max(Comparator.naturalOrder());
  }
}
