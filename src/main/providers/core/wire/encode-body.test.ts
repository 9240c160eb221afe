import { expect, it } from 'vitest'
import { encodeBody } from './encode-body.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

it('encodes JSON', () => {
  const { mime, bytes } = encodeBody({ json: { prompt: 'é' } })
  expect([mime, Buffer.from(bytes).toString()]).toEqual(['application/json', '{"prompt":"é"}'])
})

it('encodes form fields', () => {
  const { mime, bytes } = encodeBody({ fields: { a: 'b c', d: '&' } })
  expect([mime, text(bytes)]).toEqual(['application/x-www-form-urlencoded', 'a=b+c&d=%26'])
})

it('passes bytes through', () => {
  const bytes = new Uint8Array([1, 2])
  expect(encodeBody({ bytes, mime: 'image/png' })).toEqual({ bytes, mime: 'image/png' })
})

it('encodes multipart that the platform parser reads back', async () => {
  const image = new Uint8Array([0, 13, 10, 45, 45, 255])
  const { mime, bytes } = encodeBody({
    form: [
      { name: 'prompt', value: 'two\r\nlines é' },
      { name: 'image[]', bytes: image, mime: 'image/png', fileName: 'a "b"\r\n.png' },
      { name: 'settings', value: '{}', mime: 'application/json' },
    ],
  })
  const form = await new Response(bytes, { headers: { 'content-type': mime } }).formData()
  expect(form.get('prompt')).toBe('two\r\nlines é')
  const file = form.get('image[]') as File
  expect([file.type, new Uint8Array(await file.arrayBuffer())]).toEqual(['image/png', image])
  expect(text(bytes)).toContain('filename="a %22b%22%0D%0A.png"')
  expect(text(bytes)).toContain('name="settings"\r\nContent-Type: application/json\r\n\r\n{}')
})
