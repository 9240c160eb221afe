import { expect, it } from 'vitest'
import { missingModelError } from '../../shared/domain/suggested-models.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import { noEngine } from '../local-service/index.ts'
import { requireDownloadFolder } from '../model-files/index.ts'
import { howToMend } from './how-to-mend.ts'

it.each([
  [missingModelError('objects'), 'atelier models download slimsam'],
  [missingModelError('upscale'), 'atelier engine install'],
  [noEngine(), 'atelier engine use'],
  [new AppError('credential/missing', '', { detail: { lacksKeyOf: 'openai' } }), 'atelier keys set openai'],
  [new AppError('request/invalid', '', { detail: { notALocalModel: 'x' } }), 'atelier models list'],
])('%# is said by a command that only the command line shows', (error, command) => {
  expect(error.message).not.toMatch(/atelier [a-z]/)
  expect(howToMend(toErrorData(error))).toContain(command)
})

it('offers another folder where the one for downloads is missing', async () => {
  const error: unknown = await requireDownloadFolder('/nowhere/at/all').catch((thrown: unknown) => thrown)
  expect(howToMend(toErrorData(error))).toContain('--to FOLDER')
})

it('offers nothing where no command mends it', () => {
  expect(howToMend({ code: 'storage/full' })).toBeNull()
})
