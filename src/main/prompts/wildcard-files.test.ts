import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import { createWildcardFiles } from './wildcard-files.ts'

let home: string
let folder: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-wildcards-'))
  folder = join(home, 'wildcards')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const open = () => createWildcardFiles(folder, createRecordingLogger())

describe('wildcard files', () => {
  it('are read back as saved', async () => {
    const files = open()
    expect(await files.list()).toEqual([])
    const lines = ['red fox', '#hash', '{2$$a|b}', 'Ölkanne']
    await files.save({ name: 'my animals-2', lines: [...lines, '  ', 'two\nlines'] })
    expect(await files.list()).toEqual([{ name: 'my animals-2', lines: [...lines, 'two lines'] }])
    await files.save({ name: 'my animals-2', lines: ['cat'] })
    expect(await files.list()).toEqual([{ name: 'my animals-2', lines: ['cat'] }])
    expect(await readdir(folder)).toEqual(['my animals-2.txt'])
    await files.remove('my animals-2')
    await files.remove('my animals-2')
    expect(await files.list()).toEqual([])
  })

  it('are read leniently when written by hand', async () => {
    await mkdir(folder)
    await writeFile(join(folder, 'a.txt'), '\ufeff# a remark\r\n cat \r\n\r\ndog\r')
    await writeFile(join(folder, 'b.md'), 'no')
    await writeFile(join(folder, 'bad~name.txt'), 'no')
    await mkdir(join(folder, 'c.txt'))
    expect(await open().list()).toEqual([{ name: 'a', lines: ['cat', 'dog'] }])
  })

  it('do not follow links out of the folder', async () => {
    await mkdir(folder)
    await writeFile(join(home, 'secret.txt'), 'secret')
    await symlink(join(home, 'secret.txt'), join(folder, 'link.txt'))
    expect(await open().list()).toEqual([])
  })

  it.each([
    '../secret',
    '..',
    '.',
    '',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'a\0b',
    'nul',
    'COM1',
    'a__b',
    ' a',
    'a ',
    'x'.repeat(61),
  ])('reject the name %j', async (name) => {
    await mkdir(folder)
    await writeFile(join(home, 'secret.txt'), 'secret')
    await expect(open().save({ name, lines: ['x'] })).rejects.toMatchObject({ code: 'request/invalid' })
    await expect(open().remove(name)).rejects.toMatchObject({ code: 'request/invalid' })
    expect(await readFile(join(home, 'secret.txt'), 'utf8')).toBe('secret')
    expect(await readdir(folder)).toEqual([])
  })
})
