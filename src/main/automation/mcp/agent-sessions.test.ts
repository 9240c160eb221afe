import { expect, it, vi } from 'vitest'
import { settingsSchema } from '../../../shared/domain/settings.ts'
import { createAgentSessions, type AgentSessionsNeeds } from './agent-sessions.ts'

function open(endUnsentOfAgents: () => Promise<number>) {
  const takeUp = vi.fn(async () => ({ ids: [], left: 0 }))
  const onProblem = vi.fn()
  const services = {
    planBatches: { takeUp },
    jobs: { endUnsentOfAgents },
    assets: { changes: { onChanged: () => () => undefined } },
  }
  const settings = settingsSchema.parse({})
  const needs = { services, settings: () => settings, onProblem, paths: { root: '/home' } }
  return { sessions: createAgentSessions(needs as unknown as AgentSessionsNeeds), takeUp, onProblem }
}

it('ends what agents of killed processes had not sent before it takes up their plans', async () => {
  const endUnsentOfAgents = vi.fn(async () => 0)
  const { sessions, takeUp } = open(endUnsentOfAgents)
  await sessions.takeUp()
  expect(endUnsentOfAgents).toHaveBeenCalledBefore(takeUp)
  await sessions.dispose()
})

it('takes up no plan that nobody would follow where that fails, and says so', async () => {
  const failure = new Error('The disk is away.')
  const { sessions, takeUp, onProblem } = open(async () => Promise.reject(failure))
  await sessions.takeUp()
  expect(takeUp).not.toHaveBeenCalled()
  expect(onProblem).toHaveBeenCalledWith(failure)
  await sessions.dispose()
})
