import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { release } from '../../src/main/engine-releases/release.ts'
import { formatText } from '../format-text.ts'
import { pinRelease, type PageAsset } from './pin-release.ts'

const file = fileURLToPath(new URL('../../src/main/engine-releases/release.json', import.meta.url))

try {
  const pinned = pinRelease(release, await readAssets())
  await writeFile(file, await formatText(file, JSON.stringify(pinned)))
  console.log(`Pinned ${pinned.builds.flatMap(({ archives }) => archives).length} archives of ${release.tag}.`)
} catch (thrown) {
  console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\nNothing was changed.`)
  process.exitCode = 1
}

async function readAssets(): Promise<readonly PageAsset[]> {
  const url = `https://api.github.com/repos/${release.repository}/releases/tags/${release.tag}`
  const response = await fetch(url, { headers: { accept: 'application/vnd.github+json' } }).catch((thrown: unknown) => {
    throw new Error('The page of the release cannot be reached: this needs a network.', { cause: thrown })
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  const { assets } = (await response.json()) as { assets: readonly PageAsset[] }
  return assets
}
