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

  it('creates parent folders too and accepts existing ones', async () => {
    const folder = join(root, 'a', 'b', 'c')
    await createFolder(folder)
    await createFolder(folder)
    expect((await stat(folder)).isDirectory()).toBe(true)
  })

  it('can run several times at once for the same folder', async () => {
    for (let round = 0; round < 200; round++) {
      const folder = join(root, 'at', String(round), 'once')
      // Started a few microtasks apart, so that one finds the parent missing and the next has just made it.
      const calls = Array.from({ length: 8 }, async (_, turn) => {
        for (let wait = 0; wait < turn * (round % 5); wait++) await stat(root)
        await createFolder(folder)
      })
      await Promise.all(calls)
      expect((await stat(folder)).isDirectory()).toBe(true)
    }
  })

  it('fails when a file is in the way', async () => {
    await writeFile(join(root, 'file'), 'x')
    await expect(createFolder(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(createFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'storage/exists' })
  })

  it.runIf(process.platform === 'linux')('fails when the system refuses with “not found”', async () => {
    await expect(createFolder('/proc/nowhere/below')).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})
