import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lumenModel } from '../../../../test/support/manager-stage.ts'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import { createDescribedCards, type CardPlace } from './described-cards.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-cards-'))
  path = join(folder, 'cache', 'model-cards.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const place = (model: string, baseUrl = 'https://one.example'): CardPlace => ({ provider: 'fal', baseUrl, model })
const open = () => createDescribedCards(path, createRecordingLogger())

describe('createDescribedCards', () => {
  it('keeps cards over a restart, each for its address', async () => {
    const cards = open()
    await cards.keep(place('a/b'), lumenModel('a/b'))
    await cards.keep(place('a/c'), lumenModel('a/c'))
    await cards.drop(place('a/c'))
    await cards.dispose()
    const again = open()
    expect(await again.find(place('a/b'))).toEqual(lumenModel('a/b'))
    expect(await again.find(place('a/b', 'https://two.example'))).toBeNull()
    expect(await again.find(place('a/c'))).toBeNull()
  })

  it('takes what is sound of a damaged file, and nothing of another', async () => {
    const cards = open()
    await cards.keep(place('a/b'), lumenModel('a/b'))
    await cards.dispose()
    const file = JSON.parse(await readFile(path, 'utf8')) as { cards: Record<string, unknown> }
    file.cards['fal https://one.example a/old'] = { id: 'a/old' }
    await writeFile(path, JSON.stringify(file))
    expect(await open().find(place('a/b'))).not.toBeNull()
    expect(await open().find(place('a/old'))).toBeNull()
    await writeFile(path, '{ cut off')
    expect(await open().find(place('a/b'))).toBeNull()
  })

  it('lets the oldest go', async () => {
    const cards = open()
    const card = lumenModel('x')
    for (let at = 0; at <= 500; at++) await cards.keep(place(`m${at}`), card)
    expect(await cards.find(place('m0'))).toBeNull()
    expect(await cards.find(place('m1'))).not.toBeNull()
    await cards.dispose()
  })

  it('does without a disk it cannot write to', async () => {
    await writeFile(join(folder, 'cache'), 'in the way')
    const logger = createRecordingLogger()
    const cards = createDescribedCards(path, logger)
    await cards.keep(place('a/b'), lumenModel('a/b'))
    await cards.dispose()
    expect(await cards.find(place('a/b'))).not.toBeNull()
    expect(logger.entries.map(({ event }) => event)).toEqual(['models.not-kept'])
  })
})
