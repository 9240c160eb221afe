import { expect, it } from 'vitest'
import { blackImageNote } from './black-image-note.ts'

const advice = 'Use another VAE.'
const own = { kind: 'cloud', blackImageAdvice: advice } as const
const unknown = { price: { per: 'unknown', note: '' } } as const
const free = { price: { per: 'free' } } as const

it.each([
  ['on this computer', own, 'http://127.0.0.1:1234', unknown],
  ['in this network', own, 'http://192.168.1.4:1234', unknown],
  ['of sd-server somewhere else', own, 'https://box.example', free],
  ['of a local program somewhere else', { ...own, kind: 'local' }, 'https://box.example', unknown],
] as const)('a black image %s is a fault of the server', (_, adapter, baseUrl, card) => {
  expect(blackImageNote({ adapter, baseUrl }, card)).toContain(advice)
})

it.each([
  ['of a gateway', own, 'https://gateway.example', unknown],
  ['of a service behind a proxy on this computer', { kind: 'cloud' }, 'http://127.0.0.1:4000', unknown],
] as const)('a black image %s is a refusal', (_, adapter, baseUrl, card) => {
  expect(blackImageNote({ adapter, baseUrl }, card)).toBeNull()
})
