import { IconAlertOctagonFilled, IconAlertTriangleFilled, IconInfoSquareRoundedFilled } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Marks } from '../../citations/Marks';
import type { Block, Citation, Level } from './blocks';
import classes from './WarningBox.module.css';

type Warned = Extract<Block, { type: 'warning' }>;

const ICONS: Record<Level, typeof IconInfoSquareRoundedFilled> = {
  danger: IconAlertOctagonFilled,
  warning: IconAlertTriangleFilled,
  caution: IconAlertTriangleFilled,
  notice: IconInfoSquareRoundedFilled,
};

interface WarningBoxProps {
  warned: Warned;
  citations: Citation[];
}

/** A warning, verbatim, under its signal word (ISO 3864): it is read before what it stands above. */
export const WarningBox = memo(function WarningBox({ warned, citations }: WarningBoxProps) {
  const { t } = useTranslation('ask');
  const word = t(`answer.signal.${warned.level}`);
  const Icon = ICONS[warned.level];
  return (
    <div role="note" aria-label={word} className={classes.box} data-level={warned.level}>
      <div className={classes.head}>
        <Icon size={22} aria-hidden />
        <span>{word}</span>
      </div>
      <div className={classes.body}>
        {warned.claims.map((claim) => (
          <p key={claim.text} className={classes.line}>
            {claim.text} <Marks numbers={claim.citations} citations={citations} />
          </p>
        ))}
      </div>
    </div>
  );
}, sameWarning);

/** Blocks are made anew as sentences come; their claims are not. */
function sameWarning(one: WarningBoxProps, other: WarningBoxProps): boolean {
  const [was, is] = [one.warned.claims, other.warned.claims];
  return was.length === is.length && was.every((claim, i) => claim === is[i]);
}
