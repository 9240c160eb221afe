import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Style } from '../../../src/shared/domain/prompts.ts'
import type { Database } from '../../../src/main/database/index.ts'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { createPrompts, type Prompts } from '../../../src/main/prompts/index.ts'
import { serviceAddressSchema } from '../../../src/shared/domain/guarded-values.ts'
import type { RewriterSettings } from '../../../src/shared/domain/prompts.ts'
import { createSecrets } from '../../../src/main/secrets/index.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { createNodeTransport } from '../../support/node-transport.ts'
import { openTestDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'
import { sendJson, startTinyServer } from '../../support/tiny-server.ts'

const home = withHome()
let database: Database
let clock: FakeClock
let prompts: Prompts
let changes: string[]
const keychain = new Map<string, string>()

beforeEach(() => {
  database = openTestDatabase(home.paths.databaseFile)
  clock = createFakeClock()
  changes = []
  keychain.clear()
  prompts = open()
})
afterEach(async () => {
  await database.dispose()
})

function rewriterAt(address: string | null) {
  const baseUrl = address === null ? null : serviceAddressSchema.parse(address)
  let rewriter: RewriterSettings = { baseUrl, model: 'small' }
  return {
    get: () => ({ rewriter }),
    change: async (patch: { rewriter: RewriterSettings }) => void (rewriter = patch.rewriter),
  }
}

function open(overrides: Partial<Parameters<typeof createPrompts>[0]> = {}): Prompts {
  const opened = createPrompts({
    database,
    paths: home.paths,
    stylesFile: join(import.meta.dirname, '../../../resources/styles/styles.json'),
    secrets: createSecrets({
      env: {},
      keychain: {
        read: async (id) => keychain.get(id) ?? null,
        write: async (id, key) => void keychain.set(id, key),
        remove: async (id) => keychain.delete(id),
      },
    }),
    settings: rewriterAt(null),
    transport: createNodeTransport(),
    attempts: { open: async () => 1, close: async () => undefined },
    admitter: { admit: async () => async () => undefined },
    clock,
    logger: createRecordingLogger(),
    appVersion: '1.2.3',
    ...overrides,
  })
  opened.onChanged((type) => changes.push(type))
  return opened
}

async function note(prompt: string, negativePrompt: string | null = null): Promise<void> {
  clock.advance(1)
  await prompts.recordSent({ prompt, negativePrompt })
}

const listPrompts = async (filter = '', limit = 100) =>
  (await prompts.history({ query: filter, limit })).map((each) => each.prompt)

describe('history', () => {
  it('is listed newest first, without duplicates', async () => {
    await note('a cat ')
    await note('a dog', 'blur')
    await note('a cat')
    await note('a dog')
    expect(await prompts.history({ query: '', limit: 10 })).toMatchObject([
      { prompt: 'a dog', negativePrompt: '', uses: 1 },
      { prompt: 'a cat', uses: 2 },
      { prompt: 'a dog', negativePrompt: 'blur', uses: 1 },
    ])
    expect(changes).toEqual(['history', 'history', 'history', 'history'])
    expect(await listPrompts('', 1)).toEqual(['a dog'])
  })

  it('finds entries with all words, in any order and case, literally', async () => {
    await note('Ölgemälde of a RED kite')
    await note('a red fox', '100%_real')
    expect(await listPrompts('kite red')).toEqual(['Ölgemälde of a RED kite'])
    expect(await listPrompts('ölgem')).toEqual(['Ölgemälde of a RED kite'])
    expect(await listPrompts('red')).toHaveLength(2)
    expect(await listPrompts('100%_')).toEqual(['a red fox'])
    expect(await listPrompts('red %')).toEqual(['a red fox'])
    expect(await listPrompts('blue')).toEqual([])
  })

  it('ignores an empty prompt', async () => {
    await note(' ', ' ')
    expect(await listPrompts()).toEqual([])
  })

  it('forgets some entries or all', async () => {
    await note('one')
    await note('two')
    const [newest] = await prompts.history({ query: '', limit: 1 })
    await prompts.forget([newest?.id ?? 0])
    expect(await listPrompts()).toEqual(['one'])
    await prompts.forget(null)
    expect(await listPrompts()).toEqual([])
  })

  it('keeps and searches the last 10,000 entries', () => {
    const db = new DatabaseSync(':memory:')
    for (const migration of allMigrations) migration.apply(db)
    const { run: add } = allOperations['prompts.note']
    const { run: find } = allOperations['prompts.history']
    for (let n = 0; n < 10_100; n++) add(db, { prompt: `prompt ${n} of a heron`, negativePrompt: '', atMs: n })
    const { count } = db.prepare('SELECT count(*) AS count FROM prompt_history').get() ?? {}
    expect(count).toBe(10_000)
    expect(find(db, { query: 'prompt', limit: 1 })).toMatchObject([{ prompt: 'prompt 10099 of a heron' }])
    expect(find(db, { query: 'heron 100', limit: 500 })[0]).toMatchObject({ prompt: 'prompt 10099 of a heron' })
    expect(find(db, { query: 'nowhere', limit: 500 })).toEqual([])
    db.close()
  })

  it('does not fail an image when an entry cannot be saved', async () => {
    await database.dispose()
    await expect(note('a cat')).resolves.toBeUndefined()
    database = openTestDatabase(home.paths.databaseFile)
  })
})

describe('snippets', () => {
  it('are saved, changed, listed by name, and deleted', async () => {
    await prompts.saveSnippet({ id: 'b', name: 'beta', text: '2' })
    await prompts.saveSnippet({ id: 'a', name: 'Alpha', text: '1' })
    expect(await prompts.saveSnippet({ id: 'b', name: 'Beta', text: '3' })).toEqual([
      { id: 'a', name: 'Alpha', text: '1' },
      { id: 'b', name: 'Beta', text: '3' },
    ])
    expect(await prompts.deleteSnippet('a')).toEqual([{ id: 'b', name: 'Beta', text: '3' }])
    expect(await prompts.snippets()).toHaveLength(1)
  })
})

describe('wildcards', () => {
  it('are plain text files in the home', async () => {
    await prompts.saveWildcard({ name: 'birds', lines: ['heron', 'kite'] })
    expect(await readFile(join(home.paths.root, 'wildcards', 'birds.txt'), 'utf8')).toBe('heron\nkite\n')
    expect(await prompts.wildcards()).toEqual([{ name: 'birds', lines: ['heron', 'kite'] }])
    await prompts.deleteWildcard('birds')
    expect(await readdir(join(home.paths.root, 'wildcards'))).toEqual([])
    expect(changes).toEqual(['wildcards', 'wildcards'])
  })
})

const ink: Style = {
  id: 'own-ink',
  name: 'Ink',
  group: 'Mine',
  prompt: 'ink of {prompt}',
  negativePrompt: 'colour',
  shown: { as: 'icon', icon: 'pen' },
  isOwn: false,
}

const customStyles = async () => (await prompts.styles()).filter(({ isOwn }) => isOwn)

describe('styles', () => {
  it('consist of built-in and custom styles', async () => {
    const before = await prompts.styles()
    expect(before.length).toBeGreaterThanOrEqual(60)
    expect(await customStyles()).toEqual([])
    const after = await prompts.saveStyle(ink)
    expect(after).toHaveLength(before.length + 1)
    expect(await customStyles()).toEqual([{ ...ink, isOwn: true }])
    await prompts.deleteStyle('own-ink')
    expect(await customStyles()).toEqual([])
  })

  it('cannot replace a built-in style', async () => {
    const [first] = await prompts.styles()
    await expect(prompts.saveStyle({ ...ink, id: first?.id ?? '' })).rejects.toMatchObject({ code: 'request/invalid' })
    await prompts.deleteStyle(first?.id ?? '')
    expect((await prompts.styles())[0]).toEqual(first)
  })

  it('are exported to a file and imported without duplicates', async () => {
    const path = join(home.paths.root, 'styles.json')
    await prompts.saveStyle(ink)
    expect(await prompts.exportStyles(path)).toBe(1)
    expect(await prompts.importStyles(path)).toEqual({ added: 0, skipped: 1 })
    await prompts.deleteStyle('own-ink')
    expect(await prompts.importStyles(path)).toEqual({ added: 1, skipped: 0 })
    expect(await customStyles()).toMatchObject([
      { name: 'Ink', group: 'Mine', prompt: ink.prompt, negativePrompt: 'colour' },
    ])
  })

  it('are imported from a styles.csv, even with duplicate names', async () => {
    const path = join(home.paths.root, 'styles.csv')
    await writeFile(path, 'name,prompt,negative_prompt\nOil,"oil, {prompt}",\nOil,another oil,\n,no name,\n')
    expect(await prompts.importStyles(path)).toEqual({ added: 2, skipped: 1 })
    expect((await customStyles()).map(({ id }) => id).toSorted()).toEqual(['own-oil', 'own-oil-2'])
  })

  it('are imported up to the most that there may be, and no further', async () => {
    const path = join(home.paths.root, 'styles.csv')
    const rows = Array.from({ length: 5_000 }, (_, at) => `Oil,oil ${at}`)
    await writeFile(path, ['name,prompt', ...rows, 'Oil,one too many'].join('\n'))
    await expect(prompts.importStyles(path)).rejects.toMatchObject({ code: 'request/invalid' })
    expect(await customStyles()).toEqual([])
    await writeFile(path, ['name,prompt', ...rows].join('\n'))
    expect(await prompts.importStyles(path)).toEqual({ added: 5_000, skipped: 0 })
    expect(new Set((await customStyles()).map(({ id }) => id)).size).toBe(5_000)
  })

  it('report an invalid file and add nothing', async () => {
    const path = join(home.paths.root, 'styles.csv')
    await writeFile(path, 'just text')
    await expect(prompts.importStyles(path)).rejects.toMatchObject({ code: 'media/unsupported' })
    expect(await customStyles()).toEqual([])
  })
})

describe('the rewriter', () => {
  it('takes its key from the keychain, shows only its last characters, and deletes it', async () => {
    const key = 'rewriter-key-0123456789'
    expect(await prompts.rewriterKey()).toMatchObject({
      need: 'optional',
      source: null,
      variable: 'ATELIER_REWRITER_KEY',
    })
    expect(await prompts.setRewriterKey(key, 'keychain')).toMatchObject({ source: 'keychain', ending: '6789' })
    const server = await startTinyServer((_request, response) =>
      sendJson(response, { choices: [{ message: { content: '“A heron.”' } }] }),
    )
    const withKey = open({ settings: rewriterAt(server.origin) })
    const request = { prompt: 'heron', dialect: 'tags', wish: '' } as const
    expect(await withKey.rewrite(request, new AbortController().signal)).toEqual({
      prompt: 'A heron.',
      model: 'small',
      usage: {},
    })
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`)
    await server.close()
    expect(await prompts.setRewriterKey(null, 'keychain')).toMatchObject({ source: null, ending: null })
    await expect(prompts.rewrite(request, new AbortController().signal)).rejects.toMatchObject({
      code: 'configuration/invalid',
    })
  })
})
