import * as messages from '../../../../shared/messages/en/commands.ts'
import type { Command } from '../../../lib/command.ts'
import type { CanvasSession } from '../canvas-session.ts'
import type { MarkupActions } from '../actions/markup-actions.ts'

export function createMarkupCommands(session: CanvasSession): readonly Command[] {
  const markup = () => session.store.getState().markup
  const command = (id: string, label: string, act: (actions: MarkupActions) => void): Command => ({
    id,
    label,
    group: 'Layers',
    isEnabled: () => markup().marks.length > 0,
    run: () => void session.markup().then(act),
  })
  return [
    command('markup.show', messages.showOrHideMarkup, (actions) => actions.show(!markup().isVisible)),
    command('markup.mask', messages.maskFromMarks, (actions) => actions.toMask()),
    command('markup.clear', messages.deleteAllMarks, (actions) => actions.clear()),
  ]
}
