import { expect, it, vi } from 'vitest'
import { addressWords } from './confirm-address.ts'

vi.mock('electron', () => ({ dialog: {} }))

it('names the host, and the key where there is one', () => {
  const address = 'https://gateway.example:8443/v1'
  expect(addressWords({ label: 'OpenAI', address, secret: 'API key' })).toEqual({
    message: 'Send your OpenAI API key to gateway.example:8443?',
    detail:
      'The API key, prompts, and images will be sent to https://gateway.example:8443/v1. Continue only if you entered this address and trust it.',
  })
  expect(addressWords({ label: 'ComfyUI', address: 'http://192.168.1.20:8188', secret: null })).toEqual({
    message: 'Use 192.168.1.20:8188 for ComfyUI?',
    detail:
      'Prompts and images will be sent to http://192.168.1.20:8188. Continue only if you entered this address and trust it.',
  })
})
