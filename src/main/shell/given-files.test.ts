import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { givenFiles } from './given-files.ts'

it('picks existing files from the arguments', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-given-'))
  await writeFile(join(folder, 'a b.png'), '')
  await mkdir(join(folder, 'folder'))
  try {
    expect(givenFiles(['--flag', 'a b.png', 'folder', 'missing.png', join(folder, 'a b.png')], folder)).toEqual([
      join(folder, 'a b.png'),
      join(folder, 'a b.png'),
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
