import { expect, it } from 'vitest'
import type { RequestPlan, Warning } from '../../../../shared/domain/generation.ts'
import { sharedWarnings } from './shared-warnings.ts'

const warning = (message: string): Warning => ({ code: 'source-scaled', message })
const plan = (...texts: readonly string[]) => ({ warnings: texts.map(warning) }) as unknown as RequestPlan

it('finds what several plans warn of, once', () => {
  const plans = [plan('scaled', 'no seed for A'), null, plan('scaled', 'padded'), plan('padded', 'scaled')]
  expect(sharedWarnings(plans)).toEqual([warning('scaled'), warning('padded')])
})

it('finds nothing that is of one plan alone', () => {
  expect(sharedWarnings([plan('scaled', 'scaled')])).toEqual([])
})
