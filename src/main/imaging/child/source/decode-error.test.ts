import { expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors/index.ts'
import { toDecodeError } from './decode-error.ts'

it.each([
  ['VipsJpeg: premature end of JPEG image', 'media/undecodable'],
  ['Input file is missing: /somewhere/a.png', 'storage/not-found'],
  ['Input image exceeds pixel limit', 'media/too-large'],
  ['vips_malloc: out of memory', 'media/too-large'],
  ['Array buffer allocation failed', 'media/too-large'],
  ['anything else', 'media/undecodable'],
])('translates “%s”', (decoderMessage, code) => {
  const error = toDecodeError(new Error(decoderMessage), 'a.png')
  expect(error).toMatchObject({ code, detail: { decoder: decoderMessage } })
  expect(error.message).toContain('“a.png”')
})

it('keeps errors that are already translated, and file system errors', () => {
  const known = new AppError('media/unsupported', 'x')
  expect(toDecodeError(known, 'a.png')).toBe(known)
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' })
  expect(toDecodeError(denied, 'a.png')).toMatchObject({ code: 'storage/read-only' })
})
