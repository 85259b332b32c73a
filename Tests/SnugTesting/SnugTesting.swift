/// SnugTesting: the small world that tests share.
///
/// This module holds Ada, Ben and Cleo with their Lobby and Attic on a store in memory, a clock that stands still until
/// it is moved, passwords without cost, and the contract that every ``SnugChat/Store`` must pass. It takes in a policy
/// or a store under test, and gives out a ``World`` to act in, or the promises that the store must hold.
import SnugChat
