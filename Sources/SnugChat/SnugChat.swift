/// SnugChat: the rules of the house.
///
/// What this room is: the vocabulary (User, Room, Message …), what is allowed (``Permissions``), what is refused
/// (``Refusal``), how much of anything there may be (``Limits``), and the use cases (``Chat``).
/// What comes in: a caller's intention. What goes out: a value, a ``Refusal``, and through the ports
/// (``Store``, ``PasswordHasher``, ``TokenSigner``, ``EventBus``) what is to be kept and announced.
/// It does no input or output of its own; time and randomness are handed in.
import Crypto
