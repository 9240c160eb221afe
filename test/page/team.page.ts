import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { teamFolderSchema } from '../../src/shared/domain/guarded-values.ts'
import { openTeamFiles } from '../../src/main/team/team-files.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { MoneyPage } from '../e2e/pages/money-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { answerMessageBox, answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('a team folder shows what the other has spent, and its limit stops what does not fit', async ({
  studio,
  form,
  startService,
  running,
}) => {
  const { page, app } = running
  const folder = teamFolderSchema.parse(await mkdtemp(join(tmpdir(), 'atelier-team-e2e-')))
  const server = await startService(openaiStub)
  const money = new MoneyPage(page)
  await money.open()

  await answerOpenDialog(app, [folder])
  await money.team.getByRole('button', { name: 'Choose team folder…' }).click()
  await expect(money.team.getByText(/^No team limit is set/)).toBeVisible()
  await expect(money.team.getByText(folder)).toBeVisible()

  // A new limit is asked about in a dialog of main's own.
  const asked = await answerMessageBox(app, 'Change limits')
  await money.teamLimit('Team per day', '0.50')
  await expect
    .poll(asked)
    .toEqual(['Let the team spend more? Per day: $0.50\nPer month: no limit\nThis applies to every member.'])
  await expect(money.team.getByRole('group', { name: 'Team today' })).toContainText('$0.00 of $0.50')

  // Another computer spends.
  const other = openTeamFiles({ folder, writer: 'aaaaaaaaaaaa', name: () => 'Ben', computer: 'studio-2' })
  const day = new Date(await other.now()).toISOString().slice(0, 10)
  await other.append(day.slice(0, 7), [{ type: 'reserve', id: '1:x', day, micro: 499_000 }])
  await expect(money.team.getByRole('row', { name: /Ben on studio-2/ })).toContainText('$0.499', { timeout })
  await expect(money.team.getByRole('group', { name: 'Team today' })).toContainText('$0.499 of $0.50')
  await expectAccessible(page, 'a team limit')

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
  await form.choose('New image')
  await form.prompt.fill('a red kite')
  await form.chooseModel('gpt-image-2')
  await form.generate.click()
  await expect(page.getByText(/The team limit per day is \$0\.50/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  expect(server.submissions()).toHaveLength(0)

  // The other's request cost nothing after all: there is room.
  await other.append(day.slice(0, 7), [{ type: 'settle', id: '1:x', micro: 0 }])
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  expect(server.submissions()).toHaveLength(1)
  await money.open()
  await expect(money.team.getByRole('row', { name: /\(you\)/ })).toContainText(/\$0\.0\d/)

  await rename(folder, `${folder}-away`)
  await expect(money.team.getByRole('alert')).toContainText('the folder is not connected', { timeout })
  expect(await call(page, 'money.check', { estimates: [0.01] })).toMatchObject({ type: 'stop' })
  await mkdir(folder)
  expect(await call(page, 'money.check', { estimates: [0.01] })).toMatchObject({ type: 'stop' })
  await rm(folder, { recursive: true })
  await rename(`${folder}-away`, folder)

  await answerMessageBox(app, 'Cancel')
  await money.team.getByRole('button', { name: 'Leave team…' }).click()
  await expect(money.team.getByText(folder)).toBeVisible()
  const left = await answerMessageBox(app, 'Leave team')
  await money.team.getByRole('button', { name: 'Leave team…' }).click()
  await expect.poll(left).toHaveLength(1)
  await expect(money.team.getByRole('button', { name: 'Choose team folder…' })).toBeVisible()
  await rm(folder, { recursive: true, force: true })
})
