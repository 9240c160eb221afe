import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lumenModel } from '../../../../test/support/manager-stage.ts'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import { createDescribedCards, type CardKey } from './described-cards.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-cards-'))
  path = join(folder, 'cache', 'model-cards.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const key = (model: string, baseUrl = 'https://one.example'): CardKey => ({ provider: 'fal', baseUrl, model })
const open = () => createDescribedCards(path, createRecordingLogger())

describe('createDescribedCards', () => {
  it('keeps cards per base URL across restarts', async () => {
    const cards = open()
    await cards.keep(key('a/b'), lumenModel('a/b'))
    await cards.keep(key('a/c'), lumenModel('a/c'))
    await cards.drop(key('a/c'))
    await cards.dispose()
    const again = open()
    expect(await again.find(key('a/b'))).toEqual(lumenModel('a/b'))
    expect(await again.find(key('a/b', 'https://two.example'))).toBeNull()
    expect(await again.find(key('a/c'))).toBeNull()
  })

  it('skips invalid cards of a file and ignores a corrupt file', async () => {
    const cards = open()
    await cards.keep(key('a/b'), lumenModel('a/b'))
    await cards.dispose()
    const file = JSON.parse(await readFile(path, 'utf8')) as { cards: Record<string, unknown> }
    file.cards['fal https://one.example a/old'] = { id: 'a/old' }
    await writeFile(path, JSON.stringify(file))
    expect(await open().find(key('a/b'))).not.toBeNull()
    expect(await open().find(key('a/old'))).toBeNull()
    await writeFile(path, '{ cut off')
    expect(await open().find(key('a/b'))).toBeNull()
  })

  it('evicts the oldest cards beyond 500', async () => {
    const cards = open()
    const card = lumenModel('x')
    for (let at = 0; at <= 500; at++) await cards.keep(key(`m${at}`), card)
    expect(await cards.find(key('m0'))).toBeNull()
    expect(await cards.find(key('m1'))).not.toBeNull()
    await cards.dispose()
  })

  it('keeps working when the disk is not writable', async () => {
    await writeFile(join(folder, 'cache'), 'in the way')
    const logger = createRecordingLogger()
    const cards = createDescribedCards(path, logger)
    await cards.keep(key('a/b'), lumenModel('a/b'))
    await cards.dispose()
    expect(await cards.find(key('a/b'))).not.toBeNull()
    expect(logger.entries.map(({ event }) => event)).toEqual(['models.not-kept'])
  })
})
