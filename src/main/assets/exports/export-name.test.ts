import { expect, test } from 'vitest'
import { buildAsset, fillRecipe } from '../../../../test/support/build-asset.ts'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import {
  type ExportOptions,
  defaultExportOptions,
  nameTokenNames,
  writtenToken,
} from '../../../shared/domain/export-options.ts'
import { exportName, fillTokens, type NameableImage } from './export-name.ts'
import { readTakenAt } from './taken-at.ts'

const named = (changes: Parameters<typeof buildAsset>[0], collections: readonly string[] = []): NameableImage => ({
  ...buildAsset(changes),
  collections,
  takenAt: null,
})

const asset = named({
  name: 'coffee filled',
  recipe: fillRecipe,
  widthPx: 4_000,
  heightPx: 3_000,
  createdAtMs: new Date(2026, 10, 20, 9, 5, 7).getTime(),
})

function nameOf(template: string, changes: Partial<ExportOptions> = {}) {
  const options = { ...defaultExportOptions, ...changes, template }
  return exportName(asset, options, 3)
}

test('fills in every token', () => {
  const { fileName, problem } = nameOf('{n} {name} {date} {time} {engine} {seed} {width}x{height} {id}')
  expect(fileName).toBe(`3 coffee filled 2026-11-20 09-05-07 content-aware-fill 16290 4000x3000 ${asset.id}.png`)
  expect(problem).toBeNull()
})

const nameFor = (takenAt: NameableImage['takenAt'], template: string) =>
  exportName({ ...asset, takenAt }, { ...defaultExportOptions, template }, 1).fileName

test('dates a photo by when it was taken, and anything else by when it was added', () => {
  const template = '{date} {time} {imported}'
  expect(nameFor({ day: '2019-03-02', time: '23-59-58' }, template)).toBe('2019-03-02 23-59-58 2026-11-20.png')
  expect(nameFor(null, template)).toBe('2026-11-20 09-05-07 2026-11-20.png')
  // The time at which it was added says nothing about that day.
  expect(nameFor({ day: '2019-03-02', time: null }, '{date}_{time}')).toBe('2019-03-02_.png')
})

test.each([
  ['2019:03:02 23:59:58', '2019-03-02', '23-59-58'],
  ['2019-03-02T23:59:58.12+02:00', '2019-03-02', '23-59-58'],
  ['2019-03-02T23:59', '2019-03-02', '23-59-00'],
  ['2019-03-02', '2019-03-02', null],
])('reads %s as a photo’s date', (text, day, time) => {
  expect(readTakenAt(text)).toEqual({ day, time })
})

test.each(['0000:00:00 00:00:00', '    :  :     :  :  ', '2019:02:30 10:00:00', '2019', 'yesterday', ''])(
  'takes “%s” for no date',
  (text) => expect(readTakenAt(text)).toBeNull(),
)

test('every placeholder that is offered is filled in', () => {
  const { problem, isUnusable } = nameOf(nameTokenNames.map(writtenToken).join(' '))
  expect({ problem, isUnusable }).toEqual({ problem: null, isUnusable: false })
})

test('names a generated image by its model and prompt', () => {
  const recipe = {
    ...fillRecipe,
    operation: 'generate',
    provider: 'openai',
    model: 'gpt-image-1',
    prompt: 'a red: kite',
  }
  const options = defaultExportOptions
  const made = named({ recipe: recipeSchema.parse(recipe) })
  expect(exportName(made, { ...options, template: '{prompt} {model}' }, 1).fileName).toBe('a red- kite gpt-image-1.png')
})

test('truncates a long prompt between words in a file name, but not in a caption', () => {
  const prompt = 'a red kite over the sea in the morning light, oil on canvas, thick brushstrokes'
  const recipe = recipeSchema.parse({ ...fillRecipe, operation: 'generate', prompt: `${prompt}\n` })
  const long = named({ recipe })
  const { fileName } = exportName(long, { ...defaultExportOptions, template: '{prompt}' }, 1)
  expect(fileName).toBe('a red kite over the sea in the morning light….png')
  expect(fillTokens(long, '{prompt}', 1)).toBe(prompt)
})

test('uses the exported size, which is not enlarged unless allowed', () => {
  expect(nameOf('{width}x{height}', { size: { by: 'longest', px: 1_000, mayEnlarge: false } }).fileName).toBe(
    '1000x750.png',
  )
  expect(nameOf('{width}x{height}', { size: { by: 'longest', px: 9_000, mayEnlarge: false } }).fileName).toBe(
    '4000x3000.png',
  )
})

test('takes the extension from the format', () => {
  expect(nameOf('{name}', { format: 'jpeg' }).fileName).toBe('coffee filled.jpg')
  expect(nameOf('{name}', { format: 'tiff' }).fileName).toBe('coffee filled.tif')
})

test('reports an unknown token and lists the known ones', () => {
  const { problem, isUnusable } = nameOf('{name} {prmopt}')
  expect(problem).toContain('{prmopt}')
  expect(problem).toContain('{seed}')
  expect(isUnusable).toBe(true)
})

test('rejects a template that produces no name', () => {
  expect(nameOf(' .. ')).toMatchObject({ fileName: 'picture.png', isUnusable: true })
})

test('replaces characters that file names cannot contain, and reports them', () => {
  const { fileName, problem, isUnusable } = nameOf('web/{name}')
  expect([fileName, isUnusable]).toEqual(['web-coffee filled.png', false])
  expect(problem).toContain('/')
})

test('supports annotation and collection tokens, and keeps unknown tokens in captions', () => {
  const marked = named({ name: 'a/b', annotations: { ...asset.annotations, rating: 4, tags: ['kite', 'sea'] } })
  expect(exportName(marked, { ...defaultExportOptions, template: '{rating} {tags}' }, 1).fileName).toBe(
    '4 kite sea.png',
  )
  const shelved = named({ name: 'a' }, ['Kites', 'Sea/Sky'])
  expect(exportName(shelved, { ...defaultExportOptions, template: '{collection} {name}' }, 1).fileName).toBe(
    'Kites Sea-Sky a.png',
  )
  expect(fillTokens(marked, '{name}: {rating} {what}', 1)).toBe('a/b: 4 {what}')
})

test('keeps the extension and size of an original response', () => {
  const answered = { ...named({ mime: 'image/png', widthPx: 64, heightPx: 32 }), rawAnswerMime: 'image/webp' }
  const options = {
    ...defaultExportOptions,
    format: 'original',
    size: { by: 'percent', percent: 50, mayEnlarge: false },
  } as const
  expect(exportName(answered, options, 1)).toMatchObject({ widthPx: 64, heightPx: 32 })
  expect(exportName(answered, options, 1).fileName).toMatch(/\.webp$/)
})
