import { a1111Stub } from '../support/services/a1111-stub.ts'
import { expect, test } from './support/test.ts'

test('a card names the environment variable of its key, and a server on this computer costs nothing', async ({
  models,
  form,
  startService,
}) => {
  await expect(models.card('OpenAI')).toContainText('Environment variable: OPENAI_API_KEY')
  await expect(models.card('Black Forest Labs')).toContainText('Environment variable: BFL_API_KEY')

  await startService(a1111Stub)
  await models.page.keyboard.press('ControlOrMeta+1')
  await form.fillIn('New image', { model: 'loaded-checkpoint', prompt: 'a red house' })
  await expect(form.generate).toHaveAccessibleName('Generate · free')
})
