import type { DatabaseSync } from 'node:sqlite'

/** Ordinary words, so that some are common in prompts and some rare. */
const words = `light shadow river mountain portrait window garden winter summer castle forest ocean street night morning
  cloud tree flower bird fox heron wolf horse boat bridge tower field stone glass metal paper wool silk amber violet
  copper ivory mist rain snow storm dusk dawn old young quiet loud soft sharp wide narrow`
  .trim()
  .split(/\s+/)
const models = [
  'gpt-image-1',
  'flux-pro-1.1',
  'flux-dev',
  'sd3.5-large',
  'imagen-4',
  'ideogram-v3',
  'gemini-flash-image',
]
const providers = ['openai', 'bfl', 'fal', 'stability', 'imagen', 'ideogram', 'gemini']
const firstMs = Date.UTC(2024, 0, 1)

/**
 * Inserts records of made-up images directly into the tables, a few hundred thousand per minute: six in ten generated
 * by services, four per run, the rest imported or derived from another image.
 */
export function fillLibrary(db: DatabaseSync, count: number): void {
  const insert = db.prepare(
    `INSERT INTO assets (id, name, relative_path, mime, width_px, height_px, file_bytes, modified_at_ms, has_alpha, is_showable,
       sha256, created_at_ms, trashed_at_ms, parent_id, has_mask, recipe, rating, flag, label)
     VALUES (?, ?, ?, ?, ?, ?, 900000, 1, 0, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const random = createRandom(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)]!
  let parentId: string | null = null
  db.exec('BEGIN')
  for (let n = 0; n < count; n++) {
    const id = idOf(n)
    const kind = random()
    const isAsked = kind < 0.6
    const isMade = !isAsked && kind < 0.8 && parentId !== null
    const [width, height] = pick([
      [1024, 1024],
      [1536, 1024],
      [1024, 1536],
      [2048, 1152],
      [4000, 3000],
    ] as const)
    insert.run(
      id,
      `${pick(words)} ${n % 1_000}`,
      `2026/${id}.png`,
      pick(['image/png', 'image/jpeg', 'image/webp']),
      width,
      height,
      id.toLowerCase().padEnd(64, '0'),
      firstMs + n * 60_000,
      n % 50 === 0 ? firstMs : null,
      isMade ? parentId : null,
      Number(isMade),
      JSON.stringify(
        isAsked ? askedRecipe(n, random, pick) : { ...plainRecipe, operation: isMade ? 'fill' : 'import' },
      ),
      random() < 0.2 ? Math.floor(random() * 6) : 0,
      random() < 0.05 ? 'pick' : random() < 0.05 ? 'reject' : 'none',
      random() < 0.05 ? pick(['red', 'green', 'blue']) : null,
    )
    if (!isMade) parentId = id
  }
  fillTags(db, count)
  db.exec('COMMIT')
}

/** Ordered by time, like real ones. */
function idOf(n: number): string {
  return `01K${n.toString(10).padStart(23, '0')}`
}

function askedRecipe(n: number, random: () => number, pick: <T>(list: readonly T[]) => T): object {
  const at = Math.floor(random() ** 2 * models.length)
  return {
    ...plainRecipe,
    operation: 'generate',
    provider: providers[at],
    model: models[at],
    seed: Math.floor(random() * 0xffffffff),
    prompt: Array.from({ length: 24 }, () => pick(words)).join(' '),
    costUsd: Math.round(random() * 10) / 100,
    runId: `run-${Math.floor(n / 4)}`,
    generation: { negativePrompt: random() < 0.3 ? 'blurred, watermark' : null, revisedPrompt: null },
  }
}

const plainRecipe = { provider: null, model: null, seed: null, prompt: null, costUsd: null, timingMs: 900 }

/** Tags every tenth image. */
function fillTags(db: DatabaseSync, count: number): void {
  const names = ['client work', 'favorites', 'print', 'to do', 'series one', 'series two']
  for (const [at, name] of names.entries()) {
    db.prepare('INSERT INTO tags (number, name, folded) VALUES (?, ?, ?)').run(at + 1, name, name)
  }
  const insert = db.prepare('INSERT INTO asset_tags (asset_id, tag) VALUES (?, ?)')
  for (let n = 0; n < count; n += 10) insert.run(idOf(n), ((n / 10) % names.length) + 1)
}

/** Deterministic random numbers (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
