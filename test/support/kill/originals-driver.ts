import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSharedOriginals } from '../../../src/main/originals/open-shared-originals.ts'
import type { Original } from '../../../src/main/originals/shared-originals.ts'
import { hashFile } from '../../../src/main/platform/pure/hash-file.ts'

/**
 * A library in a process of its own that uses and gives up the same few originals again and again, and reads each one it
 * uses. Writes what it does: `use NAME` once an original is its own, `release NAME` before it is given up, `lost NAME`
 * if one that it uses is gone or has other content. Arguments: home, shared folder, number of rounds.
 */
async function main([root = '', folder = '', rounds = '0']: readonly string[]): Promise<void> {
  await mkdir(root, { recursive: true })
  const shared = openSharedOriginals({ folder: () => folder, root })
  await shared.begin(folder)
  await shared.enroll(folder)
  const place = await shared.open(folder)
  for (let round = 0; round < Number(rounds); round++) {
    const name = `image-${round % 3}`
    const source = join(root, name)
    await writeFile(source, name.repeat(1_000))
    const sha256 = await hashFile(source)
    const original: Original = { sha256, extension: 'png', bytes: name.length * 1_000 }
    const say = (what: string) => process.stdout.write(`${what} ${sha256}\n`)
    if (await place.use(original, source)) say('use')
    else say('lost')
    // What the others do meanwhile may move it for a moment; it must come back.
    const isThere = await place.find(original)
    if (!isThere || (await hashFile(shared.pathOf(folder, original)).catch(() => sha256)) !== sha256) say('lost')
    if (round % 2 === 1) {
      say('release')
      await place.release(original)
    }
  }
}

await main(process.argv.slice(2))
