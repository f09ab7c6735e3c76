package weft.proxy.balance;

import java.util.ArrayList;
import java.util.List;
import weft.proxy.stack.Service;

/** The members that would take work now, in no order, so that one leaves as fast as it comes. */
final class ReadyList<S extends Service> {
  private final List<Member<S>> members = new ArrayList<>();

  List<Member<S>> members() {
    return members;
  }

  /** Lists or unlists a member by what it says now. */
  void update(Member<S> member) {
    if (member.isReady() && !member.isListed()) {
      member.place(members.size());
      members.add(member);
    } else if (!member.isReady() && member.isListed()) {
      unlist(member);
    }
  }

  private void unlist(Member<S> member) {
    Member<S> last = members.removeLast();
    if (member.place() < members.size()) {
      members.set(member.place(), last);
      last.place(member.place());
    }
    member.unlist();
  }
}
