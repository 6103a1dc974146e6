import { failure } from "./failure-pattern.ts";
import type { Pattern } from "./record.ts";

/** What keeps a server from starting, or from taking part in elections at all. */
export const startFailures: readonly Pattern[] = [
  // QuorumPeerMain.main: the exception below says what is wrong with zoo.cfg or myid (QuorumPeerConfig.parse).
  failure("invalid-config", ["Invalid config, exiting abnormally"], /^Invalid config, exiting abnormally/),
  // What caused it, below.
  failure(
    "config-reason",
    ["Caused by: java.lang.IllegalArgumentException", "QuorumPeerConfig$ConfigException: "],
    /^Caused by: \S+(?:IllegalArgumentException|\$ConfigException): (?!.*\bmyid file is missing|serverid )(?<reason>.+)/,
  ),
  // QuorumPeerMain.main, of what QuorumPeer.start throws: "My id 2 not in the peer list", "Unable to run quorum server".
  failure("aborted", ["exiting abnormally"], /^(?:Unexpected exception|Unable to access datadir), exiting abnormally/),
  // QuorumPeer.start; some layouts print an exception behind the message.
  failure("not-in-list", ["not in the peer list"], /My id (?<id>-?\d+) not in the peer list/),
  // QuorumPeerConfig.checkValidity from 3.5, parseProperties before.
  failure("myid-missing", ["myid file is missing"], /(?<path>\S*)\bmyid file is missing/),
  // QuorumPeerConfig.setupMyId, parseProperties before 3.5.
  failure("myid-not-number", [" is not a number"], /\bserverid (?<id>.*) is not a number/),
  // QuorumPeerConfig.setupPeerType.
  failure(
    "peer-type",
    ["Peer type from servers list"],
    /^Peer type from servers list \((?<listed>\w+)\) doesn't match peerType \((?<type>\w+)\)/,
  ),
  // QuorumPeer.loadDataBase: the exception says which numbers disagree.
  failure("database", ["Unable to load database on disk"], /^Unable to load database on disk/),
  // QuorumCnxManager.Listener.run; from 3.8 ListenerHandler.acceptConnections, which names the address.
  failure(
    "cannot-listen",
    ["Exception while listening"],
    /^Exception while listening(?: to address (?<address>\S+))?\s*$/,
  ),
  // QuorumCnxManager.Listener.run: with "after 3 errors." in 3.5.
  failure(
    "listener-left",
    ["As I'm leaving the listener thread"],
    /^As I'm leaving the listener thread.* any longer:? ?(?<address>\S*?)\.?(?: Use .*)?$/,
  ),
  // Leader.<init>, createServerSocket from 3.6: the quorum port.
  failure("cannot-bind", ["Couldn't bind to "], /^Couldn't bind to (?:port )?(?<address>\S+)/),
];
