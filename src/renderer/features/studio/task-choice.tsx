import { useId } from 'react'
import type { StudioTask } from '../../../shared/domain/settings.ts'
import { Tip } from '../../ui/tip.tsx'
import { taskIcons } from './task-icons.ts'
import { tasks, taskWords } from './tasks.ts'

interface TaskChoiceProps {
  readonly value: StudioTask
  readonly onChange: (task: StudioTask) => void
}

/** All tasks in one row of icons, each named when it is pointed at; the chosen one is named beneath. */
export function TaskChoice({ value, onChange }: TaskChoiceProps) {
  const name = useId()
  return (
    <fieldset className="task-choice">
      <legend className="visually-hidden">Task</legend>
      {tasks.map((task) => {
        const Icon = taskIcons[task]
        const { label } = taskWords[task]
        return (
          <label key={task}>
            <input
              type="radio"
              name={name}
              aria-label={label}
              checked={task === value}
              onChange={() => onChange(task)}
            />
            <Tip text={label} side="bottom">
              <Icon size={15} aria-hidden="true" />
            </Tip>
          </label>
        )
      })}
    </fieldset>
  )
}
