import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readUntrusted } from './untrusted-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-untrusted-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
const hasLinksAndPipes = process.platform !== 'win32'

describe('readUntrusted', () => {
  it('reads a file up to the limit', async () => {
    await writeFile(at('a'), 'four')
    expect(await readUntrusted(at('a'), 4)).toEqual(new TextEncoder().encode('four'))
    expect(await readUntrusted(at('a'), 3)).toBeNull()
    await expect(readUntrusted(at('none'), 3)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('reserves no memory for a file that claims to be huge', async () => {
    await writeFile(at('huge'), '')
    await truncate(at('huge'), 2 ** 40)
    expect(await readUntrusted(at('huge'), 1_000)).toBeNull()
  })

  it.runIf(hasLinksAndPipes)('neither waits for a pipe nor reads a device', async () => {
    execFileSync('mkfifo', [at('pipe')])
    await symlink('/dev/zero', at('endless'))
    expect(await readUntrusted(at('pipe'), 1_000)).toBeNull()
    expect(await readUntrusted(at('endless'), 1_000)).toBeNull()
    expect(await readUntrusted(folder, 1_000)).toBeNull()
  })
})
