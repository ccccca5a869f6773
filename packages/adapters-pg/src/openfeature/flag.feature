Feature: The flag po_management, asked for through OpenFeature

  Background:
    Given the flag is off

  Rule: What the store holds decides

    Scenario: On for everybody is static
      Given the flag is on
      When the provider starts
      And nobody asks, with the default false
      Then the answer is on, for the reason STATIC
      And there is no error
      And the metadata is
        | state    | on        |
        | because  | everybody |
        | version  | 1         |
        | readOnly | false     |
        | stale    | false     |

    Scenario: Who asks changes nothing while it is on for everybody
      Given the flag is on
      When the provider starts
      And the user "김철수" of the role "viewer" asks, with the default false
      Then the answer is on, for the reason STATIC
      And there is no error

    Scenario Outline: Off is off, whatever default the caller has
      When the provider starts
      And the user "kim" asks, with the default <default>
      Then the answer is off, for the reason DISABLED
      And there is no error

      Examples:
        | default |
        | true    |
        | false   |

    Scenario: Maintenance is off, and tells its text
      Given the flag is in maintenance until "22:00"
      When the provider starts
      And the user "kim" asks, with the default true
      Then the answer is off, for the reason DISABLED
      And the metadata is
        | state           | maintenance |
        | maintenanceText | 22:00       |

    Scenario: Read-only is on, and says so, with its notice
      Given the flag is on, read-only with the notice "천천히"
      When the provider starts
      And the user "kim" asks, with the default false
      Then the answer is on, for the reason STATIC
      And the metadata is
        | readOnly | true |
        | notice   | 천천히 |

    Scenario: A machine that is switched off goes before the store
      Given the flag is on
      And this machine is switched off
      When the provider starts
      And the user "kim" asks, with the default true
      Then the answer is off, for the reason DISABLED
      And the metadata is
        | state   | machine-off |
        | because | machine     |

  Rule: The context says who asks

    Scenario Outline: A list of users lets its users in, and nobody else
      Given the flag is on for the users "김철수, lee"
      When the provider starts
      And the user "<user>" asks, with the default <default>
      Then the answer is <answer>, for the reason <reason>
      And there is no error

      Examples:
        | user   | default | answer | reason          |
        | 김철수 | false   | on     | TARGETING_MATCH |
        | lee    | false   | on     | TARGETING_MATCH |
        | kim    | true    | off    | DEFAULT         |

    Scenario Outline: A list of roles lets its roles in, and nobody else
      Given the flag is on for the roles "editor, admin"
      When the provider starts
      And the user "kim" of the role "<role>" asks, with the default <default>
      Then the answer is <answer>, for the reason <reason>

      Examples:
        | role   | default | answer | reason          |
        | editor | false   | on     | TARGETING_MATCH |
        | viewer | true    | off    | DEFAULT         |
        | boss   | true    | off    | DEFAULT         |

    Scenario Outline: A share takes the users of the lowest buckets
      Given the flag is on for <share> percent of the users
      When the provider starts
      And the user "<user>" asks, with the default <default>
      Then the answer is <answer>, for the reason SPLIT
      And the metadata is
        | bucket | <bucket> |

      Examples:
        | share | user       | default | bucket | answer |
        | 0     | kim        | true    | 1565   | off    |
        | 15.65 | kim        | true    | 1565   | off    |
        | 15.66 | kim        | false   | 1565   | on     |
        | 66.96 | 김철수     | true    | 6696   | off    |
        | 66.97 | 김철수     | false   | 6696   | on     |
        | 75.20 | あいうえお | true    | 7520   | off    |
        | 75.21 | あいうえお | false   | 7520   | on     |
        | 100   | 홍길동 과장 | false   | 9884   | on     |

    Scenario Outline: Without a user there is no feature, unless everybody has it
      Given the flag is on for <whom>
      When the provider starts
      And nobody asks, with the default true
      Then the answer is off, for the reason DEFAULT
      And there is no error
      And the metadata is
        | because | nobody |

      Examples:
        | whom                     |
        | the users "kim"          |
        | the roles "viewer"       |
        | 100 percent of the users |

    Scenario: The context of the client counts as that of the call
      Given the flag is on for the users "kim"
      And the client speaks for the user "kim"
      When the provider starts
      And nobody asks, with the default false
      Then the answer is on, for the reason TARGETING_MATCH

    Scenario Outline: A context full of surprises gets an answer
      Given the flag is on for the users "kim"
      When the provider starts
      And somebody asks with the context <context>
      Then the answer is off, for the reason DEFAULT
      And there is no error

      Examples:
        | context                                               |
        | {"targetingKey":null,"role":"admin"}                  |
        | {"targetingKey":""}                                   |
        | {"targetingKey":["kim"]}                              |
        | {"targetingKey":7,"role":{}}                          |
        | {"__proto__":{"targetingKey":"kim"},"role":"__proto__"} |

  Rule: What is asked wrongly gets the caller's default

    Scenario Outline: There is no other flag
      When the provider starts
      And the flag "<flag>" is asked for as a <type>
      Then the caller's default comes back with the error FLAG_NOT_FOUND

      Examples:
        | flag          | type    |
        | other         | boolean |
        | PO_MANAGEMENT | boolean |
        | __proto__     | boolean |
        | other         | string  |
        | other         | number  |
        | other         | object  |

    Scenario Outline: The flag is a boolean
      Given the flag is on
      When the provider starts
      And the flag "po_management" is asked for as a <type>
      Then the caller's default comes back with the error TYPE_MISMATCH

      Examples:
        | type   |
        | string |
        | number |
        | object |

    Scenario: Hooks see what was answered
      Given the flag is on
      When the provider starts
      And the user "kim" asks, with the default false
      Then the hooks ran as before, after, finally

    Scenario: Hooks see an error
      When the provider starts
      And the flag "other" is asked for as a boolean
      Then the hooks ran as before, error, finally

  Rule: The provider tells how it is

    Scenario: It has a name, and is ready once the store has answered
      When the provider starts
      Then it is READY, and has told so
      And it has a name

    Scenario: A change is told, and counts from then on
      When the provider starts
      And the flag is switched on
      Then a change of the flag is told
      When the user "kim" asks, with the default false
      Then the answer is on, for the reason STATIC

    Scenario: While the store is away the last answer holds, and the way back is told
      Given the flag is on
      When the provider starts
      And the store goes away
      Then it is STALE, and has told so
      When the user "kim" asks, with the default false
      Then the answer is on, for the reason STATIC
      And the metadata is
        | stale | true |
      When the store comes back
      Then it is READY, and has told so

    Scenario: A store that was never reached is off, at once, and is found later
      Given the flag is on
      And the store is away
      When the provider starts
      Then it is ERROR, and has told so
      When the user "kim" asks, with the default true
      Then the answer is off, for the reason ERROR
      When the store comes back
      Then it is READY, and has told so
      When the user "kim" asks, with the default false
      Then the answer is on, for the reason STATIC
