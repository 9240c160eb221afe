import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import type { AssetRecord } from '../../src/main/database/index.ts'
import { createHomeFolders } from '../../src/main/platform/create-home-folders.ts'
import { homePathsAt } from '../../src/main/platform/home-paths.ts'
import type { Recipe } from '../../src/shared/domain/asset.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { buildAsset } from './build-asset.ts'
import { importRecipe } from '../../src/shared/domain/import-recipe.ts'
import { fillDatabase } from './open-database.ts'

const shapes = [
  [1_536, 1_024],
  [1_024, 1_536],
  [1_024, 1_024],
  [1_792, 1_024],
] as const
const firstMs = Date.UTC(2025, 0, 1)

interface Image {
  readonly path: string
  readonly widthPx: number
  readonly heightPx: number
  readonly fileBytes: number
  readonly modifiedAtMs: number
}

/**
 * Fills a home with `count` images, their files and thumbnails: `image 0` is the oldest. Of every twenty, the first
 * four are siblings of one run. @param distinct number of real files; the rest are hard links to them, to save space
 */
export async function fillHome(root: string, count: number, distinct: number): Promise<void> {
  const paths = homePathsAt(root)
  await createHomeFolders(paths)
  const source = join(root, 'source')
  mkdirSync(source)
  const images: Image[] = []
  for (let number = 0; number < distinct; number++) images.push(await makeImage(source, number))
  const records = Array.from({ length: count }, (_, number) => recordOf(number, images[number % distinct]!))
  for (let day = 0; day <= count / 1_000; day++)
    mkdirSync(join(paths.library, folderOf(day * 1_000)), { recursive: true })
  records.forEach(({ id, relativePath }, number) => {
    const { path } = images[number % distinct]!
    linkSync(path, join(paths.library, relativePath))
    for (const size of [256, 512]) linkSync(`${path}.${size}.webp`, join(paths.thumbnails, String(size), `${id}.webp`))
  })
  fillDatabase(paths.databaseFile, records)
}

async function makeImage(folder: string, number: number): Promise<Image> {
  const [widthPx, heightPx] = shapes[number % shapes.length]!
  const path = join(folder, `${number}.jpg`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><rect width="100%" height="100%" fill="hsl(${number * 37},40%,40%)"/><circle cx="40%" cy="45%" r="28%" fill="hsl(${number * 59},60%,60%)"/><path d="M0 ${heightPx} L${widthPx / 2} ${heightPx / 3} L${widthPx} ${heightPx}Z" fill="hsl(${number * 83},30%,25%)"/></svg>`
  const noise = sharp({
    create: {
      width: widthPx,
      height: heightPx,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
  const grain = await noise.png().toBuffer()
  const image = sharp(Buffer.from(svg)).composite([{ input: grain, blend: 'soft-light' }])
  await image.jpeg({ quality: 85 }).toFile(path)
  for (const size of [256, 512]) {
    await sharp(path).resize(size, size, { fit: 'inside' }).webp({ quality: 80 }).toFile(`${path}.${size}.webp`)
  }
  utimesSync(path, firstMs / 1_000, firstMs / 1_000)
  const { size: fileBytes, mtimeMs } = statSync(path)
  return { path, widthPx, heightPx, fileBytes, modifiedAtMs: Math.trunc(mtimeMs) }
}

function recordOf(number: number, { path: _path, ...image }: Image): AssetRecord {
  const id = `01JD${String(number).padStart(22, '0')}` as AssetId
  return buildAsset({
    id,
    ...image,
    name: `image ${number}`,
    relativePath: `${folderOf(number)}/${number}.jpg`,
    mime: 'image/jpeg',
    sha256: createHash('sha256').update(id).digest('hex'),
    createdAtMs: firstMs + number * 60_000,
    recipe: recipeOf(number),
  })
}

const folderOf = (number: number) => `2025/${Math.floor(number / 1_000)}`

function recipeOf(number: number): Recipe {
  if (number % 20 >= 4) return importRecipe
  return {
    ...importRecipe,
    operation: 'generate',
    provider: 'openai',
    model: 'gpt-image-1',
    seed: number,
    prompt: `a red cup on a table by the window, light of the morning, take ${number % 20}`,
    costUsd: 0.04,
    runId: `run-${Math.floor(number / 20)}`,
  }
}
