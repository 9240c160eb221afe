import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolder } from './create-folder.ts'

describe('createFolder', () => {
  let root = ''
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'atelier-folder-'))
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  it('creates the folders above it too, and may be called again', async () => {
    const folder = join(root, 'a', 'b', 'c')
    await createFolder(folder)
    await createFolder(folder)
    expect((await stat(folder)).isDirectory()).toBe(true)
  })

  it('may be called for one folder several times at once', async () => {
    const folder = join(root, 'at', 'once')
    await Promise.all(Array.from({ length: 8 }, () => createFolder(folder)))
    expect((await stat(folder)).isDirectory()).toBe(true)
  })

  it('says so where a file stands in the way', async () => {
    await writeFile(join(root, 'file'), 'x')
    await expect(createFolder(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(createFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'storage/exists' })
  })

  it.runIf(process.platform === 'linux')('answers where the system refuses with “not found”', async () => {
    await expect(createFolder('/proc/nowhere/below')).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})
