import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FileAccess } from '../tools/tool.ts'
import { allowFiles } from './allowed-files.ts'

let root = ''
let files: FileAccess

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'atelier-allowed-')))
  for (const name of ['photos', 'photos-private', 'secret', 'photos/inner']) await mkdir(join(root, name))
  await writeFile(join(root, 'photos', 'a.png'), 'a')
  await writeFile(join(root, 'photos-private', 'b.png'), 'b')
  await writeFile(join(root, 'secret', 'key.txt'), 'key')
  await symlink(join(root, 'secret', 'key.txt'), join(root, 'photos', 'link.png'))
  await symlink(join(root, 'secret'), join(root, 'photos', 'folder'))
  await symlink(join(root, 'photos'), join(root, 'by-link'))
  files = allowFiles({ read: [join(root, 'photos'), join(root, 'gone')], output: join(root, 'out') })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const refused = { code: 'request/invalid' }

it('reads files in allowed folders, by whichever way they are named', async () => {
  expect(await files.readable(join(root, 'photos', 'a.png'))).toBe(join(root, 'photos', 'a.png'))
  expect(await files.readable(join(root, 'photos', 'inner', '..', 'a.png'))).toBe(join(root, 'photos', 'a.png'))
  expect(await files.readable(join(root, 'by-link', 'a.png'))).toBe(join(root, 'photos', 'a.png'))
})

it.each([
  ['a neighbor whose name begins the same', 'photos-private/b.png'],
  ['a file outside', 'secret/key.txt'],
  ['a way out by ..', 'photos/../secret/key.txt'],
  ['a link to a file outside', 'photos/link.png'],
  ['a linked folder outside', 'photos/folder/key.txt'],
  ['a file that does not exist, outside', 'secret/none.png'],
  ['a file that does not exist, behind a linked folder', 'photos/folder/none.png'],
  ['a folder', 'photos/inner'],
  ['a zero byte', 'photos/a.png\0.jpg'],
])('does not read %s', async (_what, path) => {
  await expect(files.readable(join(root, path))).rejects.toMatchObject(refused)
})

async function refusalOf(name: string): Promise<string> {
  return files.readable(join(root, 'secret', name)).then(
    () => '',
    (thrown: Error) => thrown.message.replace(name, ''),
  )
}

it('says the same of an existing and a missing file outside', async () => {
  expect(await refusalOf('key.txt')).toBe(await refusalOf('none.txt'))
})

it('says that a file inside does not exist', async () => {
  await expect(files.readable(join(root, 'photos', 'none.png'))).rejects.toMatchObject({ code: 'storage/not-found' })
})

it('resolves relative paths against the output folder, which it may read', async () => {
  const path = await files.writable('mask.png')
  await writeFile(path, 'mask')
  expect(await readFile(await files.readable('mask.png'), 'utf8')).toBe('mask')
})

it('writes below the output folder only', async () => {
  const out = join(root, 'out')
  expect(await files.writable('a/b/c.png')).toBe(join(out, 'a', 'b', 'c.png'))
  expect(await files.writable(join(out, 'd.png'))).toBe(join(out, 'd.png'))
  await symlink(join(root, 'secret'), join(out, 'away'))
  for (const path of [
    '../x.png',
    'a/../../x.png',
    join(root, 'photos', 'x.png'),
    'away/x.png',
    'away/none/x.png',
    '\0',
  ]) {
    await expect(files.writable(path)).rejects.toMatchObject(refused)
  }
})

it('follows a dangling link to where it would write', async () => {
  await files.writable('first.png')
  await symlink(join(root, 'secret', 'new.png'), join(root, 'out', 'dangling.png'))
  await expect(files.writable('dangling.png')).rejects.toMatchObject(refused)
})
