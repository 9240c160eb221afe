import { expect, it } from 'vitest'
import { buildAsset, fillRecipe } from '../../../../test/support/build-asset.ts'
import type { FileDetails } from '../../../shared/domain/metadata-dialect.ts'
import { noAnnotations } from '../../../shared/domain/annotations.ts'
import { formatAsset, type DescribedImage } from './format-asset.ts'

const { isShowable: _s, modifiedAtMs: _m, rawAnswerMime: _r, ...asset } = buildAsset({ recipe: fillRecipe })
const plain: DescribedImage = {
  asset: { ...asset, hasRawAnswer: false },
  details: null,
  made_from: [],
  made_into: [],
  collections: [],
}
const details: FileDetails = {
  dialect: 'a1111',
  tool: 'AUTOMATIC1111 v1.9',
  fields: [{ name: 'Sampler', value: 'Euler a' }],
  hasWorkflow: false,
  photo: [],
  hasLocation: true,
  digitalSourceType: null,
  credentials: null,
}

it('prints one line per known value and omits the rest', () => {
  expect(formatAsset(plain, '/library/coffee.png')).toEqual([
    'coffee',
    `  ID              ${asset.id}`,
    '  File            /library/coffee.png',
    '  Image           16 × 12, png, 700 bytes',
    '  Created         2026-11-20 12:00',
    '  Task            fill',
    '  Model           content-aware-fill',
    '  Seed            16290',
    '  Time            0.2 s',
    '  Changed         48 px inside the mask, 0 outside',
  ])
})

it('prints annotations, related images, collections and file metadata', () => {
  const annotations = {
    ...noAnnotations,
    rating: 4,
    flag: 'pick' as const,
    tags: ['kite', 'sea'],
    notes: 'first line\nsecond line',
  }
  const [id, other] = [buildAsset().id, buildAsset().id]
  const lines = formatAsset(
    {
      asset: { ...plain.asset, annotations, dialect: 'a1111' },
      details,
      made_from: [
        { id, name: 'photo', how: 'parent' },
        { id: other, name: 'style', how: 'reference' },
        { id: other, name: 'sketch', how: 'control' },
      ],
      made_into: [
        { id, name: 'later', how: 'parent' },
        { id, name: 'drawn', how: 'control' },
      ],
      collections: [{ id: 'x', name: 'Kites' }],
    },
    '/library/coffee.png',
  )
  expect(lines).toEqual(
    expect.arrayContaining([
      '  Rating          ★★★★☆',
      '  Flag            pick',
      '  Tags            kite, sea',
      '  Notes           first line',
      '                  second line',
      '  Metadata by     a1111',
      '  App             AUTOMATIC1111 v1.9',
      '  Location        in the file',
      '  Sampler         Euler a',
      `  Made from       ${id}  photo`,
      `  Reference       ${other}  style`,
      `  Control image   ${other}  sketch`,
      `  Used for        ${id}  later`,
      `  Used for        ${id}  drawn (as control image)`,
      '  Collection      Kites',
    ]),
  )
})

it('removes terminal control characters', () => {
  const hostile = { ...details, fields: [{ name: 'a\u001b[2Jb', value: 'x\u001b]0;title\u0007y' }] }
  const text = formatAsset({ ...plain, details: hostile }, '/library/coffee.png').join('\n')
  expect(text).not.toMatch(/[^\P{Cc}\n]/u)
  expect(text).toContain('a [2Jb')
})
