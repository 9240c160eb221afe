import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountName, readMemberId } from '../platform/library-member.ts'
import { originalsRoot } from './open-original-files.ts'
import { openSharedOriginals } from './open-shared-originals.ts'
import type { SharedOriginals } from './shared-originals.ts'

let base: string
let shared: string
let originals: SharedOriginals
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'atelier-originals-'))
  shared = join(base, 'shared')
  const root = join(base, 'home')
  await Promise.all([mkdir(shared), mkdir(root)])
  originals = openSharedOriginals({ folder: () => shared, root })
  await originals.begin(shared)
  await originals.enroll(shared)
})
afterEach(() => rm(base, { recursive: true, force: true }))

const inRoot = (...path: string[]) => join(originalsRoot(shared), ...path)

async function originalOf(text: string) {
  const source = join(base, 'source.png')
  await writeFile(source, text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { source, original: { sha256, extension: 'png', bytes: Buffer.byteLength(text) } }
}

describe('what another member puts into the folder', () => {
  it('is no member’s name where it is huge, endless or no text', async () => {
    for (const name of ['huge', 'long', 'odd']) await mkdir(inRoot('members', name))
    await writeFile(inRoot('members', 'huge', 'member.json'), '')
    await truncate(inRoot('members', 'huge', 'member.json'), 2 ** 40)
    await writeFile(inRoot('members', 'long', 'member.json'), JSON.stringify({ name: 'n'.repeat(999), computer: 'c' }))
    await writeFile(inRoot('members', 'odd', 'member.json'), new Uint8Array([0xff, 0]))
    const members = await originals.members(shared)
    expect(members.map(({ name }) => name).toSorted()).toEqual(['?', '?', accountName(), 'n'.repeat(200)].toSorted())
  })

  it('is a short list of members where thousands of folders were made', async () => {
    for (let at = 0; at < 600; at++) await mkdir(inRoot('members', `member-${at}`))
    expect(await originals.members(shared)).toHaveLength(500)
  })

  it('is replaced where an original was altered or has grown', async () => {
    const { source, original } = await originalOf('an original')
    const folder = await originals.open(shared)
    await folder.use(original, source)
    const path = originals.pathOf(shared, original)
    for (const text of ['AN ORIGINAL', 'an original, and more']) {
      await rm(path)
      await writeFile(path, text)
      expect(await folder.prove(original, source)).toBe(true)
      expect(await readFile(path, 'utf8')).toBe('an original')
    }
  })

  it.runIf(process.platform !== 'win32')('leads no write of this library to another file', async () => {
    const precious = join(base, 'precious')
    await writeFile(precious, 'precious')
    const { source, original } = await originalOf('an original')
    const member = await readMemberId(join(base, 'home'))
    const bucket = original.sha256.slice(0, 2)
    await mkdir(inRoot('members', member, bucket), { recursive: true })
    await symlink(join(base, 'new'), inRoot('members', member, bucket, `${original.sha256}.png`))
    await mkdir(inRoot('removed'))
    await symlink(precious, inRoot('removed', `.${member}.${process.pid}.clock`))
    const folder = await originals.open(shared)
    await expect(folder.use(original, source)).rejects.toMatchObject({ code: 'storage/exists' })
    await folder.release(original)
    expect(await readFile(precious, 'utf8')).toBe('precious')
    await expect(readFile(join(base, 'new'))).rejects.toMatchObject({ code: 'ENOENT' })
    // Giving up the use has removed the link.
    expect(await folder.use(original, source)).toBe(true)
  })
})
