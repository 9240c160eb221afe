import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatRecord, type JournalContent } from './journal.ts'
import { openTeamFiles, type TeamFiles } from './team-files.ts'

const [self, other] = ['0123456789ab', 'ba9876543210']
const month = '2026-11'
const reserve: JournalContent = { type: 'reserve', id: '1:a', day: '2026-11-26', micro: 40_000 }

let folder: string
let files: TeamFiles
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-team-'))
  await mkdir(join(folder, 'atelier-team', 'spending'), { recursive: true })
  files = openTeamFiles({ folder, writer: self, name: () => 'Ada', computer: 'desk' })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const journalOf = (member: string) => join(folder, 'atelier-team', 'spending', `${member}.${month}.jsonl`)
const limitsFile = () => join(folder, 'atelier-team', 'limit.json')
const unreadable = { code: 'money/limits-unreadable' }

it('appends to its own file, and cuts off what was left unfinished', async () => {
  await files.append(month, [reserve])
  const whole = await readFile(journalOf(self), 'utf8')
  await writeFile(journalOf(self), `${whole}{"n":3,"at":1,"type":"settle","id":"1:a","micro":9999999`)
  await files.append(month, [{ type: 'settle', id: '1:a', micro: 0 }])
  expect((await readFile(journalOf(self), 'utf8')).startsWith(whole)).toBe(true)
  const { name, reservations } = (await files.readAll(month)).get(self)!
  expect({ name, first: reservations.get('1:a') }).toMatchObject({ name: 'Ada', first: { micro: 0, isOpen: false } })
})

describe('what another member puts into the folder', () => {
  it('takes no memory and stops paid requests where it is huge', async () => {
    for (const path of [journalOf(other), limitsFile()]) {
      await writeFile(path, '')
      await truncate(path, 2 ** 40)
    }
    await expect(files.readAll(month)).rejects.toMatchObject(unreadable)
    await expect(files.limits()).rejects.toMatchObject(unreadable)
  })

  it('stops them where a line has the right checksum and is no record', async () => {
    await writeFile(journalOf(other), formatRecord(1, 0, null as unknown as JournalContent))
    await writeFile(limitsFile(), 'x'.repeat(100))
    await expect(files.readAll(month)).rejects.toMatchObject(unreadable)
    await expect(files.limits()).rejects.toMatchObject(unreadable)
  })

  it('is shown in part where a name is very long', async () => {
    await writeFile(journalOf(other), formatRecord(1, 0, { type: 'member', name: 'n'.repeat(5_000), computer: 'c' }))
    expect((await files.readAll(month)).get(other)?.name).toHaveLength(200)
  })

  it.runIf(process.platform !== 'win32')('leads no write of this library to another file', async () => {
    const precious = join(folder, 'precious')
    await writeFile(precious, 'without a line feed')
    await symlink(precious, journalOf(self))
    await symlink(precious, join(folder, 'atelier-team', 'spending', `.${self}.${process.pid}.clock`))
    await expect(files.append(month, [reserve])).rejects.toMatchObject({ code: 'ELOOP' })
    expect(await files.now()).toBeGreaterThan(0)
    expect(await readFile(precious, 'utf8')).toBe('without a line feed')
  })
})
