# %% right: functions
def target_of(live, deployed, failed, sent, reads):
    """Return the version to which a rollback would lead."""
    for one in reversed(deployed):
        if one != live and one not in failed and reads[one] in sent:
            return one
    return None


def walk(steps, reads):
    sent, deployed, failed, live = [], [], [], None
    states = []
    for step in steps:
        if step[0] == "send":
            sent.append(step[1])
        if step[0] == "stop":
            sent = [form for form in sent if form != step[1]]
        if step[0] == "deploy":
            live = step[1]
            deployed.append(live)
        if step[0] == "roll back":
            target = target_of(live, deployed, failed, sent, reads)
            failed.append(live)
            live = target
        target = target_of(live, deployed, failed, sent, reads)
        if live is None or reads[live] not in sent:
            state = "down"
        elif target is None:
            state = "no way back"
        else:
            state = "safe"
        states.append((live, target, state))
    return states


def safe_plan(new):
    plan = [("send", 2)]
    for number, version in enumerate(new, 1):
        plan.append(("deploy", version))
        if number == 2:
            plan.append(("stop", 1))
    return plan

# %% right: sound
def walk(steps, reads):
    sound, forms, live, states = [], {}, None, []  # sound: deployed and not failed
    for what, which in steps:
        before = [one for one in sound if one != live and forms.get(reads[one])]
        match what:
            case "send" | "stop":
                forms[which] = what == "send"
            case "deploy":
                sound, live = [*sound, which], which
            case _:
                sound = [one for one in sound if one != live]
                live = before[-1] if before else None
        after = [one for one in sound if one != live and forms.get(reads[one])]
        if live is None or not forms.get(reads[live], False):
            state = "down"
        else:
            state = "safe" if after else "no way back"
        states.append((live, after[-1] if after else None, state))
    return states


def safe_plan(new):
    first, *others = [("deploy", version) for version in new]
    if not others:
        return [("send", 2), first]
    return [("send", 2), first, others[0], ("stop", 1), *others[1:]]

# %% right: search
def walk(steps, reads):
    sent, deployed, failed, states = set(), [], set(), []
    live = target = None
    for what, which in steps:
        sent = sent | {which} if what == "send" else sent - {which} if what == "stop" else sent
        if what == "deploy":
            deployed, live = deployed + [which], which
        elif what == "roll back":
            failed, live = failed | {live}, target
        places = {place: one for place, one in enumerate(deployed) if reads[one] in sent - {None}}
        places = {place: one for place, one in places.items() if one not in failed | {live}}
        target = places[max(places)] if places else None
        down = live is None or reads[live] not in sent
        states += [(live, target, ["safe", "no way back", "down"][2 if down else target is None])]
    return states


def safe_plan(new):
    reads = {"a": 1, "b": 1, **dict.fromkeys(new, 2)}
    start = [("send", 1), ("deploy", "a"), ("deploy", "b")]
    plan = [("send", 2), *(("deploy", version) for version in new)]
    for place in range(1, len(plan) + 1):
        tried = [*plan[:place], ("stop", 1), *plan[place:]]
        if all(state == "safe" for *_, state in walk([*start, *tried], reads)[3:]):
            return tried
    return plan

# %% wrong: Takes the highest number for the version deployed last.
# says: it was deployed after 4
# edits: official
# -         target = fit[-1] if fit else None
# +         target = max(fit, default=None)

# %% wrong: Goes back to the version deployed first.
# says: it was deployed after 4
# edits: official
# -         target = fit[-1] if fit else None
# +         target = fit[0] if fit else None

# %% wrong: Does not ask whether the target reads what is sent.
# says: 4 and 3 read form 1, which is no longer sent
# edits: official
# -         fit = [one for one in deployed if one != live and one not in failed and reads[one] in sent]
# +         fit = [one for one in deployed if one != live and one not in failed]

# %% wrong: Goes back to a version that failed.
# says: 5 has failed, so it is no target
# edits: official
# -         fit = [one for one in deployed if one != live and one not in failed and reads[one] in sent]
# +         fit = [one for one in deployed if one != live and reads[one] in sent]

# %% wrong: Takes the live version for its own way back.
# says: 4 is the first version
# edits: official
# -         fit = [one for one in deployed if one != live and one not in failed and reads[one] in sent]
# +         fit = [one for one in deployed if one not in failed and reads[one] in sent]

# %% wrong: Considers versions that were never deployed.
# says: nothing is live yet
# edits: official
# -         fit = [one for one in deployed if one != live and one not in failed and reads[one] in sent]
# +         fit = [one for one in reads if one != live and one not in failed and reads[one] in sent]

# %% wrong: Asks the target to read the form that the live version reads.
# says: 3 reads form 1, which is still sent
# edits: official
# -         fit = [one for one in deployed if one != live and one not in failed and reads[one] in sent]
# +         fit = [one for one in deployed if one != live and one not in failed and reads[one] in sent]
# +         fit = [one for one in fit if live is not None and reads[one] == reads[live]]

# %% wrong: Lets a new form replace the one that was sent.
# says: form 1 is still sent, beside form 2
# edits: official
# -             sent.add(which)
# +             sent = {which}

# %% wrong: Overlooks the end of a form.
# says: which is no longer sent
# edits: official
# -             sent.discard(which)
# +             pass

# %% wrong: Stops all forms at once.
# says: step 6, ('stop', 1)
# edits: official
# -             sent.discard(which)
# +             sent.clear()

# %% wrong: Fails where a form is stopped that is not sent.
# says: KeyError
# edits: official
# -             sent.discard(which)
# +             sent.remove(which)

# %% wrong: Goes back to the version deployed before, whatever it is.
# says: and 3 has failed
# edits: official
# -             failed.add(live)
# -             live = target
# +             failed.add(live)
# +             place = deployed.index(live) if live is not None else 0
# +             live = deployed[place - 1] if place and deployed[place - 1] not in failed and reads[deployed[place - 1]] in sent else None

# %% wrong: Keeps the live version where there is no target.
# says: there was no target, so nothing is live
# edits: official
# -             live = target
# +             live = live if target is None else target

# %% wrong: Forgets versions that a rollback passed over.
# says: 2 was passed over before
# edits: official
# -             failed.add(live)
# -             live = target
# +             failed.add(live)
# +             live = target
# +             deployed = deployed[: deployed.index(live) + 1] if live in deployed else []

# %% wrong: Does nothing at a rollback while nothing is live.
# says: the target is live now
# edits: official
# -             failed.add(live)
# -             live = target
# +             failed.add(live)
# +             live = target if live is not None else None

# %% wrong: Knows no target while nothing is live.
# says: nothing is live, but 1 has not failed
# edits: official
# -         target = fit[-1] if fit else None
# +         target = fit[-1] if fit and live is not None else None

# %% wrong: Sends form 2 before each new version.
# says: a step changes nothing
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [("send", 2), deploys[0], *[("send", 2), *deploys[1:2]], *stop, *deploys[2:]]

# %% wrong: Does not remember that the version failed.
# says: 5 has failed, so it is no target
# edits: official
# -             failed.add(live)
# -             live = target
# +             live = target

# %% wrong: Calls a live version safe that can read nothing.
# says: expected (6, 3, 'down')
# edits: official
# -         up = live is not None and reads[live] in sent
# +         up = live is not None

# %% wrong: Asks for the way back before it asks whether anything works.
# says: nothing is live yet
# edits: official
# -         states.append((live, target, "down" if not up else "no way back" if target is None else "safe"))
# +         states.append((live, target, "no way back" if target is None else "safe" if up else "down"))

# %% wrong: Gives the state before each step.
# says: 4 is the first version
# edits: official
# -     return states
# +     return [(None, None, "down"), *states[:-1]]

# %% wrong: Gives the last state only.
# says: expected a list of 14 triples
# edits: official
# -     return states
# +     return states[-1:]

# %% wrong: Stops form 1 when form 2 begins.
# says: leads to the states
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [("send", 2), *stop, *deploys]

# %% wrong: Stops form 1 as soon as the first new version is live.
# says: leads to the states
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [("send", 2), *deploys[:1], *stop, *deploys[1:]]

# %% wrong: Stops form 1 at the very end.
# says: stop form 1 earlier
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [("send", 2), *deploys, *stop]

# %% wrong: Never stops form 1.
# says: stop form 1 earlier
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [("send", 2), *deploys]

# %% wrong: Stops form 1 with one new version, too.
# says: leads to the states
# edits: official
# -     stop = [("stop", 1)] if len(new) > 1 else []
# +     stop = [("stop", 1)]

# %% wrong: Sends form 2 after the first new version is live.
# says: leads to the states
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [*deploys[:1], ("send", 2), *deploys[1:2], *stop, *deploys[2:]]

# %% wrong: Leaves out the versions after the second.
# says: expected every version of [3, 4, 5] to be deployed
# edits: official
# -     return [("send", 2), *deploys[:2], *stop, *deploys[2:]]
# +     return [("send", 2), *deploys[:2], *stop]

# %% wrong: Deploys the newest first.
# says: in this order
# edits: official
# -     deploys = [("deploy", version) for version in new]
# +     deploys = [("deploy", version) for version in sorted(new, reverse=True)]

# %% wrong: Deploys in the order of numbers.
# says: to be deployed, in this order
# edits: official
# -     deploys = [("deploy", version) for version in new]
# +     deploys = [("deploy", version) for version in sorted(new)]
