import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configurationJsonSchema } from './configuration-json-schema.ts'

it('is published as it is (update with “vitest -u” or “config schema”)', async () => {
  const published = join(import.meta.dirname, '../../../../resources/atelier.schema.json')
  await expect(configurationJsonSchema()).toMatchFileSnapshot(published)
})
