import { expect, it } from 'vitest'
import { blackImageNote } from './black-image-note.ts'

const advice = 'Use another VAE.'
const service = { kind: 'cloud', blackImageAdvice: advice } as const
const unknown = { price: { per: 'unknown', note: '' } } as const
const free = { price: { per: 'free' } } as const

it.each([
  ['on this computer', service, 'http://127.0.0.1:1234', unknown],
  ['in this network', service, 'http://192.168.1.4:1234', unknown],
  ['of sd-server on another host', service, 'https://box.example', free],
  ['of a local program on another host', { ...service, kind: 'local' }, 'https://box.example', unknown],
] as const)('treats a black image %s as a server fault', (_, adapter, baseUrl, card) => {
  expect(blackImageNote({ adapter, baseUrl }, card)).toContain(advice)
})

it.each([
  ['of a gateway', service, 'https://gateway.example', unknown],
  ['of a service behind a proxy on this computer', { kind: 'cloud' }, 'http://127.0.0.1:4000', unknown],
] as const)('treats a black image %s as a refusal', (_, adapter, baseUrl, card) => {
  expect(blackImageNote({ adapter, baseUrl }, card)).toBeNull()
})
