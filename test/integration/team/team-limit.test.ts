import { appendFile, copyFile, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../../src/main/database/index.ts'
import { createLedger, type Ledger } from '../../../src/main/ledger/index.ts'
import { openTeamLimit } from '../../../src/main/team/open-team-limit.ts'
import type { TeamLimit } from '../../../src/main/team/team-limit.ts'
import { createTeamTurns } from '../../../src/main/team/team-turns.ts'
import { teamFolderSchema } from '../../../src/shared/domain/guarded-values.ts'
import type { AttemptEnd, NewAttempt } from '../../../src/shared/domain/ledger.ts'
import type { TeamView } from '../../../src/shared/domain/team.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/failure-of.ts'
import { attemptEnd, newAttempt } from '../../support/ledger-attempts.ts'
import { openTestDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

interface Member {
  readonly home: TemporaryHome
  readonly database: Database
  readonly team: TeamLimit
  readonly ledger: Ledger
}

let shared: TemporaryHome
let folder: string
let members: Member[]
let ana: Member
let ben: Member

beforeEach(async () => {
  shared = await createTemporaryHome()
  folder = join(shared.paths.root, 'team')
  await mkdir(folder)
  members = []
  ana = await enroll('Ana')
  ben = await enroll('Ben')
})
afterEach(async () => {
  for (const { database, home } of members) {
    await database.dispose()
    await home.remove()
  }
  await shared.remove()
})

async function enroll(name: string): Promise<Member> {
  const home = await createTemporaryHome()
  const member = openMember(home, name, openTestDatabase(home.paths.databaseFile))
  members.push(member)
  return member
}

/** A program on a member's home; its clock may be wrong. */
function openMember(home: TemporaryHome, name: string, database: Database, clock: FakeClock = systemTime()): Member {
  const logger = createRecordingLogger()
  const settings = () => ({ folder: teamFolderSchema.parse(folder), member: name })
  const team = openTeamLimit({ database, settings, paths: home.paths, clock, logger })
  const caps = { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' } as const
  const ledger = createLedger({ database, caps: () => caps, team, clock, logger, startedBy: 'window' })
  return { home, database, team, ledger }
}

function systemTime(): FakeClock {
  const clock = createFakeClock()
  clock.advance(Date.now() - clock.nowMs())
  return clock
}

const attempt = (changes: Partial<NewAttempt> = {}) =>
  newAttempt({ atMs: Date.now(), callId: crypto.randomUUID(), ...changes })
const end = (changes: Partial<AttemptEnd> = {}) => attemptEnd({ endedAtMs: Date.now(), ...changes })

const approve = () => Promise.reject(new Error('the limit of a team is not asked about'))

async function viewOf({ team }: Member): Promise<Extract<TeamView, { type: 'ready' }>> {
  const view = await team.view()
  if (view.type !== 'ready') throw new Error(JSON.stringify(view))
  return view
}

async function fileOf(name: string): Promise<string> {
  const spending = join(folder, 'atelier-team', 'spending')
  for (const file of await readdir(spending)) {
    if (!file.endsWith('.jsonl')) continue
    if ((await readFile(join(spending, file), 'utf8')).includes(`"name":"${name}"`)) return join(spending, file)
  }
  throw new Error(`${name} has no file`)
}

describe('a limit of two libraries', () => {
  it('counts what both reserve and spend, and refuses the request that does not fit', async () => {
    await ana.team.setLimits({ perDayUsd: 0.1, perMonthUsd: null })
    const first = await ana.ledger.open(attempt({ estimateUsd: 0.06 }))
    expect(await viewOf(ben)).toMatchObject({
      limits: { perDayUsd: 0.1, perMonthUsd: null },
      todayUsd: 0.06,
      members: [{ name: 'Ana', isSelf: false, todayUsd: 0.06, monthUsd: 0.06, openUsd: 0.06 }],
    })
    const refused = await failureOf(ben.ledger.open(attempt({ estimateUsd: 0.05 })))
    expect(refused).toMatchObject({ code: 'money/over-cap' })
    expect(refused.message).toBe(
      'The team limit per day is $0.10. Today the team has spent or reserved $0.06. This would add $0.05. Nothing was sent. See Settings › Money › Team limit.',
    )
    // It is in the ledger as what it was: tried, not sent, free.
    const { entries } = await ben.ledger.list({ sinceDay: null, untilDay: null, limit: 10 })
    expect(entries).toMatchObject([{ outcome: 'failed', billed: 'no', realUsd: 0 }])

    await ana.ledger.close(first, end({ realUsd: 0.04 }))
    expect((await viewOf(ben)).todayUsd).toBe(0.04)
    await ben.ledger.open(attempt({ estimateUsd: 0.06 }))
    expect((await viewOf(ana)).todayUsd).toBe(0.1)
    expect((await viewOf(ana)).members.map(({ name, isSelf }) => ({ name, isSelf }))).toEqual([
      { name: 'Ben', isSelf: false },
      { name: 'Ana', isSelf: true },
    ])
  })

  it('is checked before the click, with what waits in one’s own queue', async () => {
    await ana.team.setLimits({ perDayUsd: null, perMonthUsd: 1 })
    await ana.ledger.open(attempt({ estimateUsd: 0.9 }))
    expect(await ben.ledger.check([0.1])).toEqual({ type: 'fine', reasons: [] })
    expect(await ben.ledger.check([0.05, 0.06])).toEqual({
      type: 'stop',
      reasons: [
        'The team limit per month is $1.00. This month the team has spent or reserved $0.90.',
        'This would add $0.11.',
      ],
    })
    expect((await ben.ledger.check([null])).reasons).toEqual([
      expect.stringContaining('price of this request is unknown'),
    ])
    expect(await ben.ledger.check([0])).toEqual({ type: 'fine', reasons: [] })
    expect((await failureOf(ben.ledger.admit({ runId: null, estimates: [0.2], approve }))).code).toBe('money/over-cap')
  })

  it('gives back what was not billed, and keeps what may have been', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.close(
      await ana.ledger.open(attempt({ estimateUsd: 0.3 })),
      end({ outcome: 'failed', billed: 'no' }),
    )
    expect((await viewOf(ben)).todayUsd).toBe(0)
    const unknown = await ana.ledger.open(attempt({ estimateUsd: 0.2 }))
    await ana.ledger.close(unknown, end({ outcome: 'failed', billed: 'unknown' }))
    expect((await viewOf(ben)).todayUsd).toBe(0.2)
  })

  it('lets what is free pass, whatever state the folder is in', async () => {
    await rm(folder, { recursive: true })
    await ana.ledger.open(attempt({ estimateUsd: 0 }))
  })

  it('goes by the day of the folder, not by wrong clocks', async () => {
    const late = createFakeClock()
    late.advance(Date.now() + 40 * 86_400_000 - late.nowMs())
    const wrong = openMember(ben.home, 'Ben', ben.database, late)
    await ana.team.setLimits({ perDayUsd: 0.1, perMonthUsd: null })
    await ana.ledger.open(attempt({ estimateUsd: 0.08 }))
    expect((await failureOf(wrong.ledger.open(attempt({ estimateUsd: 0.08 })))).code).toBe('money/over-cap')
  })
})

describe('a program that ended', () => {
  it('between its reservation and the end of its request is settled by the next one', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    const id = await ana.ledger.open(attempt({ estimateUsd: 0.5 }))
    // The request ended, and the program did before it could write so into the folder.
    await ana.database.call('ledger.change', { id, change: end({ realUsd: 0.1 }) })
    expect((await viewOf(ben)).todayUsd).toBe(0.5)
    const next = openMember(ana.home, 'Ana', ana.database)
    await next.ledger.recover()
    await expect.poll(async () => (await viewOf(ben)).todayUsd).toBe(0.1)
  })

  it('with a request whose outcome nobody knows keeps counting', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.open(attempt({ estimateUsd: 0.5 }))
    const next = openMember(ana.home, 'Ana', ana.database)
    await next.ledger.recover()
    await next.team.settle()
    expect((await viewOf(ben)).members).toMatchObject([{ name: 'Ana', todayUsd: 0.5, openUsd: 0.5 }])
  })

  it('in the middle of a line leaves nothing behind that stops the others or itself', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.open(attempt({ estimateUsd: 0.5 }))
    await appendFile(await fileOf('Ana'), '{"n":3,"at":17642')
    expect((await viewOf(ben)).todayUsd).toBe(0.5)
    await ben.ledger.open(attempt({ estimateUsd: 0.1 }))
    await openMember(ana.home, 'Ana', ana.database).ledger.open(attempt({ estimateUsd: 0.2 }))
    expect((await viewOf(ben)).todayUsd).toBeCloseTo(0.8)
  })

  it('while it had the turn to write does not keep the next one waiting', async () => {
    await ana.database.call('team.takeTurn', { pid: 4_000_000, atMs: Date.now() })
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.open(attempt({ estimateUsd: 0.5 }))
  })
})

async function refusalOf(member: Member): Promise<string> {
  const { code, message } = await failureOf(member.ledger.open(attempt()))
  expect(code).toBe('money/limits-unreadable')
  expect((await member.ledger.check([0.04])).type).toBe('stop')
  const { entries } = await member.ledger.list({ sinceDay: null, untilDay: null, limit: 1 })
  expect(entries).toMatchObject([{ outcome: 'failed', billed: 'no' }])
  return message
}

describe('paid requests stop, saying why and what to do', () => {
  it('without a limit, as in the empty place of a folder that is not connected', async () => {
    expect(await refusalOf(ana)).toContain('has no limit')
    expect(await readdir(folder)).toEqual([])
  })

  it('without the folder', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.open(attempt())
    await rename(folder, `${folder}-away`)
    expect(await refusalOf(ana)).toContain('has no limit')
    expect(await refusalOf(ben)).toContain('has no limit')
    await rename(`${folder}-away`, folder)
    await ana.ledger.open(attempt())
    await ben.ledger.open(attempt())
  })

  it('with a limit that cannot be read, until it is set again', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await writeFile(join(folder, 'atelier-team', 'limit.json'), '{"version":1,"perDayUsd":-1')
    expect(await refusalOf(ana)).toContain('limit.json')
    await ben.team.setLimits({ perDayUsd: 2, perMonthUsd: null })
    await ana.ledger.open(attempt())
  })

  it('with a file of a member damaged, cut short or gone', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.open(attempt())
    await ana.ledger.open(attempt())
    await ben.ledger.open(attempt())
    const file = await fileOf('Ana')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"micro":40000', '"micro":00000'))
    const fresh = openMember(ben.home, 'Ben', ben.database)
    expect(await refusalOf(fresh)).toContain('is damaged')
    await truncate(file, text.indexOf('\n') + 1)
    expect(await refusalOf(ana)).toContain('is damaged')
    await rm(file)
    expect(await refusalOf(ana)).toContain('is damaged')
  })

  it('with a copy that a syncing program made', async () => {
    await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
    await ana.ledger.open(attempt())
    const file = await fileOf('Ana')
    await copyFile(file, file.replace('.jsonl', ' (conflicted copy).jsonl'))
    expect(await refusalOf(ben)).toContain('conflicted copy')
  })

  it('with a folder that does not respond, at once after the first time, and again when it does', async () => {
    const turns = createTeamTurns({ database: ana.database, clock: systemTime(), timeoutMs: 1_000 })
    await ana.database.call('ledger.find', { ids: [] })
    const { promise, resolve } = Promise.withResolvers<string>()
    expect((await failureOf(turns.inTurn(folder, () => promise))).message).toContain('cannot be reached')
    let wasCalled = false
    const next = () => {
      wasCalled = true
      return Promise.resolve()
    }
    expect((await failureOf(turns.inTurn(folder, next))).code).toBe('money/limits-unreadable')
    expect(wasCalled).toBe(false)
    resolve('late')
    await expect
      .poll(() => turns.inTurn(folder, () => Promise.resolve('there')).catch((thrown: unknown) => String(thrown)), {
        timeout: 10_000,
      })
      .toBe('there')
  })
})

it('a library that is copied to another place is another member', async () => {
  await ana.team.setLimits({ perDayUsd: 1, perMonthUsd: null })
  await ana.ledger.open(attempt())
  const copy = await createTemporaryHome()
  await mkdir(copy.paths.root, { recursive: true })
  await copyFile(join(ana.home.paths.root, 'team-member'), join(copy.paths.root, 'team-member'))
  const twin = openMember(copy, 'Ana', openTestDatabase(copy.paths.databaseFile))
  members.push(twin)
  await twin.ledger.open(attempt())
  expect((await viewOf(twin)).members).toHaveLength(2)
})
