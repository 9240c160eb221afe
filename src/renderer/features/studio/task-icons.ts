import {
  Copy,
  Eraser,
  Maximize,
  Mountain,
  PaintBucket,
  SquarePlus,
  Sparkles,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react'
import type { StudioTask } from '../../../shared/domain/settings.ts'

export const taskIcons: Readonly<Record<StudioTask, LucideIcon>> = {
  fill: PaintBucket,
  add: SquarePlus,
  remove: Eraser,
  background: Mountain,
  expand: Maximize,
  whole: WandSparkles,
  generate: Sparkles,
  variations: Copy,
}
