import { Layers, SlidersHorizontal } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { useTask } from './form/use-make.ts'
import { useStudio } from './studio-context.ts'
import { taskIcons } from './task-icons.ts'
import { tasks, taskWords } from './tasks.ts'
import { useFolded } from './use-folded.ts'

/** In place of the task's form: a task that is chosen shows it again. */
export function TaskBar() {
  const { make } = useStudio()
  const [, fold] = useFolded('task')
  const current = useTask()
  return tasks.map((task) => {
    const Icon = taskIcons[task]
    return (
      <IconButton
        key={task}
        label={taskWords[task].label}
        tooltipSide="right"
        isPressed={task === current}
        onClick={() => {
          make.chooseTask(task)
          fold(false)
        }}
      >
        <Icon size={16} aria-hidden="true" />
      </IconButton>
    )
  })
}

/** In place of what is set beside the image. */
export function OptionsBar() {
  const [, fold] = useFolded('options')
  return (
    <>
      <IconButton label="Tool options" tooltipSide="left" onClick={() => fold(false)}>
        <SlidersHorizontal size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Masks and layers" tooltipSide="left" onClick={() => fold(false)}>
        <Layers size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}
