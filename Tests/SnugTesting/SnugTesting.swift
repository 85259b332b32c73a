/// SnugTesting: the small world that tests live in.
///
/// What this room is: Ada, Ben and Cleo with their Lobby and Attic on a store in memory, a clock that stands still
/// until it is moved, passwords without cost, and the contract that every ``SnugChat/Store`` must pass.
import SnugChat
