"""The numeric replies, with the words that modern servers send along.

Sources: RFC 1459 section 6, RFC 2812 section 5, Modern IRC "Numerics", IRCv3 WHOX.
The words stay English in every language of the server: they are the protocol's,
clients know a reply by its number and say it in their user's language.
"""

from typing import NamedTuple


class Numeric(NamedTuple):
    """One numeric reply.

    Attributes:
        code: its three digits.
        text: its last parameter; "" where the last parameter is data.

    """

    code: str
    text: str = ""


class RejectedError(Exception):
    """A command is not carried out: one numeric reply ends it.

    Attributes:
        numeric: the reply.
        parameters: what stands between the client's name and the text.
        text: instead of the reply's own words; "" for those.

    """

    def __init__(self, numeric: Numeric, *parameters: str, text: str = "") -> None:
        """Keep the reply's parts."""
        super().__init__(text or numeric.text)
        self.numeric = numeric
        self.parameters = parameters
        self.text = text


# Registration: RFC 2812 section 5.1, Modern IRC "Connection Registration".
RPL_WELCOME = Numeric("001")
RPL_YOURHOST = Numeric("002")
RPL_CREATED = Numeric("003")
RPL_MYINFO = Numeric("004")
RPL_ISUPPORT = Numeric("005", "are supported by this server")

# Modes of a user: RFC 2812 section 5.1.
RPL_UMODEIS = Numeric("221")

# LUSERS: RFC 2812 section 5.1, Modern IRC "LUSERS".
RPL_LUSERCLIENT = Numeric("251")
RPL_LUSEROP = Numeric("252", "operator(s) online")
RPL_LUSERUNKNOWN = Numeric("253", "unknown connection(s)")
RPL_LUSERCHANNELS = Numeric("254", "channels formed")
RPL_LUSERME = Numeric("255")
RPL_LOCALUSERS = Numeric("265")
RPL_GLOBALUSERS = Numeric("266")

# ADMIN: RFC 2812 section 5.1.
RPL_ADMINME = Numeric("256", "Administrative info")
RPL_ADMINLOC1 = Numeric("257")
RPL_ADMINLOC2 = Numeric("258")
RPL_ADMINEMAIL = Numeric("259")

# Users: RFC 2812 section 5.1, Modern IRC "User-Based Queries", IRCv3 WHOX.
RPL_AWAY = Numeric("301")
RPL_USERHOST = Numeric("302")
RPL_ISON = Numeric("303")
RPL_UNAWAY = Numeric("305", "You are no longer marked as being away")
RPL_NOWAWAY = Numeric("306", "You have been marked as being away")
RPL_WHOISUSER = Numeric("311")
RPL_WHOISSERVER = Numeric("312")
RPL_WHOISOPERATOR = Numeric("313", "is an IRC operator")
RPL_WHOWASUSER = Numeric("314")
RPL_ENDOFWHO = Numeric("315", "End of WHO list")
RPL_WHOISIDLE = Numeric("317", "seconds idle, signon time")
RPL_ENDOFWHOIS = Numeric("318", "End of /WHOIS list")
RPL_WHOISCHANNELS = Numeric("319")
RPL_WHOISACCOUNT = Numeric("330", "is logged in as")
RPL_WHOISACTUALLY = Numeric("338", "is actually using host")
RPL_WHOREPLY = Numeric("352")
RPL_WHOSPCRPL = Numeric("354")
RPL_ENDOFWHOWAS = Numeric("369", "End of WHOWAS")
RPL_WHOISMODES = Numeric("379")

# Channels: RFC 2812 section 5.1, Modern IRC "Channel Operations".
RPL_LISTSTART = Numeric("321", "Users  Name")
RPL_LIST = Numeric("322")
RPL_LISTEND = Numeric("323", "End of /LIST")
RPL_CHANNELMODEIS = Numeric("324")
RPL_CREATIONTIME = Numeric("329")
RPL_NOTOPIC = Numeric("331", "No topic is set")
RPL_TOPIC = Numeric("332")
RPL_TOPICWHOTIME = Numeric("333")
RPL_INVITELIST = Numeric("336")
RPL_ENDOFINVITELIST = Numeric("337", "End of /INVITE list")
RPL_INVITING = Numeric("341")
RPL_INVEXLIST = Numeric("346")
RPL_ENDOFINVEXLIST = Numeric("347", "End of channel invite exception list")
RPL_EXCEPTLIST = Numeric("348")
RPL_ENDOFEXCEPTLIST = Numeric("349", "End of channel exception list")
RPL_NAMREPLY = Numeric("353")
RPL_ENDOFNAMES = Numeric("366", "End of /NAMES list")
RPL_BANLIST = Numeric("367")
RPL_ENDOFBANLIST = Numeric("368", "End of channel ban list")

# The server: RFC 2812 section 5.1, Modern IRC "Server Queries and Commands".
RPL_VERSION = Numeric("351")
RPL_LINKS = Numeric("364")
RPL_ENDOFLINKS = Numeric("365", "End of /LINKS list")
RPL_INFO = Numeric("371")
RPL_MOTD = Numeric("372")
RPL_ENDOFINFO = Numeric("374", "End of /INFO list")
RPL_MOTDSTART = Numeric("375")
RPL_ENDOFMOTD = Numeric("376", "End of /MOTD command.")
RPL_YOUREOPER = Numeric("381", "You are now an IRC operator")
RPL_REHASHING = Numeric("382", "Rehashing")
RPL_TIME = Numeric("391")
RPL_HELPSTART = Numeric("704")
RPL_HELPTXT = Numeric("705")
RPL_ENDOFHELP = Numeric("706")

# Errors: RFC 2812 section 5.2, Modern IRC "Numerics".
ERR_NOSUCHNICK = Numeric("401", "No such nick/channel")
ERR_NOSUCHSERVER = Numeric("402", "No such server")
ERR_NOSUCHCHANNEL = Numeric("403", "No such channel")
ERR_CANNOTSENDTOCHAN = Numeric("404", "Cannot send to channel")
ERR_TOOMANYCHANNELS = Numeric("405", "You have joined too many channels")
ERR_WASNOSUCHNICK = Numeric("406", "There was no such nickname")
ERR_TOOMANYTARGETS = Numeric("407", "Too many targets")
ERR_NOORIGIN = Numeric("409", "No origin specified")
ERR_INVALIDCAPCMD = Numeric("410", "Invalid CAP command")
ERR_NORECIPIENT = Numeric("411")
ERR_NOTEXTTOSEND = Numeric("412", "No text to send")
ERR_INPUTTOOLONG = Numeric("417", "Input line was too long")
ERR_UNKNOWNCOMMAND = Numeric("421", "Unknown command")
ERR_NOMOTD = Numeric("422", "MOTD File is missing")
ERR_NONICKNAMEGIVEN = Numeric("431", "No nickname given")
ERR_ERRONEUSNICKNAME = Numeric("432")
ERR_NICKNAMEINUSE = Numeric("433")
ERR_USERNOTINCHANNEL = Numeric("441", "They aren't on that channel")
ERR_NOTONCHANNEL = Numeric("442", "You're not on that channel")
ERR_USERONCHANNEL = Numeric("443", "is already on channel")
ERR_NOTREGISTERED = Numeric("451", "You have not registered")
ERR_NEEDMOREPARAMS = Numeric("461", "Not enough parameters")
ERR_ALREADYREGISTERED = Numeric("462", "You may not reregister")
ERR_PASSWDMISMATCH = Numeric("464", "Password incorrect")
ERR_CHANNELISFULL = Numeric("471", "Cannot join channel (+l)")
ERR_UNKNOWNMODE = Numeric("472", "is unknown mode char to me")
ERR_INVITEONLYCHAN = Numeric("473", "Cannot join channel (+i)")
ERR_BANNEDFROMCHAN = Numeric("474", "Cannot join channel (+b)")
ERR_BADCHANNELKEY = Numeric("475", "Cannot join channel (+k)")
ERR_BADCHANMASK = Numeric("476", "Bad Channel Mask")
ERR_BANLISTFULL = Numeric("478", "Channel list is full")
ERR_NOPRIVILEGES = Numeric("481", "Permission Denied- You're not an IRC operator")
ERR_CHANOPRIVSNEEDED = Numeric("482", "You're not channel operator")
ERR_NOOPERHOST = Numeric("491", "No O-lines for your host")
ERR_UMODEUNKNOWNFLAG = Numeric("501", "Unknown MODE flag")
ERR_USERSDONTMATCH = Numeric("502", "Cannot change mode for other users")
ERR_HELPNOTFOUND = Numeric("524", "No help available on this topic")
ERR_INVALIDKEY = Numeric("525", "Key is not well-formed")
ERR_INVALIDMODEPARAM = Numeric("696")
