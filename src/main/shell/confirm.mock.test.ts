import { expect, it, vi } from 'vitest'
import { addressQuestion, agentHttpQuestion, agentLimitsQuestion, capsQuestion, spendingQuestion } from './confirm.ts'

vi.mock('electron', () => ({ dialog: {} }))

it('names the host, and the API key if there is one', () => {
  const address = 'https://gateway.example:8443/v1'
  expect(addressQuestion({ label: 'OpenAI', address, secret: 'key' })).toEqual({
    message: 'Send your OpenAI API key to gateway.example:8443?',
    detail:
      'The API key, prompts and images will be sent to https://gateway.example:8443/v1. Continue only if you entered this address and trust it.',
    button: 'Use this address',
  })
  expect(addressQuestion({ label: 'ComfyUI', address: 'http://192.168.1.20:8188', secret: null })).toEqual({
    message: 'Use 192.168.1.20:8188 for ComfyUI?',
    detail:
      'Prompts and images will be sent to http://192.168.1.20:8188. Continue only if you entered this address and trust it.',
    button: 'Use this address',
  })
})

it('lists the spending limits that change', () => {
  const from = { perRunUsd: 0.5, perDayUsd: 2, perMonthUsd: null, onOver: 'stop' } as const
  const to = { ...from, perDayUsd: null }
  expect(capsQuestion({ from, to })).toMatchObject({
    message: 'Allow more spending?',
    detail: 'Per day: $2.00 → no limit',
  })
  expect(capsQuestion({ from, to: { ...from, onOver: 'ask' } }).detail).toBe('Over a limit: Ask')
  expect(capsQuestion({ from: null, to })).toEqual({
    message: 'Use these spending limits?',
    detail: 'Per run: $0.50\nPer day: no limit\nPer month: no limit\nOver a limit: Do not send',
    button: 'Use these limits',
  })
})

it('lists the limits of agents that change, and says what HTTP allows', () => {
  const from = { perSessionUsd: 1, perDayUsd: 5 }
  expect(agentLimitsQuestion({ from, to: { ...from, perSessionUsd: null } })).toEqual({
    message: 'Let agents spend more?',
    detail: 'Per session: $1.00 → no limit',
    button: 'Change limits',
  })
  expect(agentHttpQuestion(47_821)).toMatchObject({
    message: 'Allow connections over HTTP?',
    detail: expect.stringContaining('at port 47821'),
  })
})

it('names cost, service and limit when a limit would be exceeded', () => {
  const reasons = ['Your limit for one run is $0.10. This would cost $0.20.']
  expect(spendingQuestion({ services: ['OpenAI', 'fal'], usd: 0.2, unpriced: 0, reasons })).toEqual({
    message: 'Exceed your spending limit at OpenAI and fal?',
    detail: `Cost: $0.20\n${reasons[0]}\nNothing has been sent yet.`,
    button: 'Send anyway',
  })
  expect(spendingQuestion({ services: ['fal'], usd: 0.2, unpriced: 2, reasons: [] }).detail).toContain(
    'Cost: $0.20 and 2 requests without a known price',
  )
  expect(spendingQuestion({ services: ['llm.example'], usd: 0, unpriced: 1, reasons: [] }).detail).toContain(
    'Cost: 1 request without a known price',
  )
})
