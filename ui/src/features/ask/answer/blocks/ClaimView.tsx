import { Box, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Marks } from '../../citations/Marks';
import { type Citation, type Claim, cells } from './blocks';
import classes from './ClaimView.module.css';

interface ClaimViewProps {
  claim: Claim;
  citations: Citation[];
}

/** One verified sentence with its citations. Its text is a manual's or a model's: it is shown as text, nothing else. */
export const ClaimView = memo(function ClaimView({ claim, citations }: ClaimViewProps) {
  const { t } = useTranslation('ask');
  const marks = <Marks numbers={claim.citations} citations={citations} />;
  const row = claim.kind === 'row' ? cells(claim.text) : null;
  if (row) {
    return (
      <Box className={classes.row}>
        <dl className={classes.cells}>
          {row.map(([column, cell]) => (
            <div key={`${column}:${cell}`} className={classes.cell}>
              <dt>{column}</dt>
              <dd>{cell}</dd>
            </div>
          ))}
        </dl>
        {marks}
      </Box>
    );
  }
  return (
    <Text className={classes.sentence}>
      {claim.kind === 'label' && <span className={classes.figure}>{t('answer.figure')} </span>}
      {claim.text} {marks}
    </Text>
  );
}, sameClaim);

/** The citations of a sentence come with it and stay what they are. */
function sameClaim(one: ClaimViewProps, other: ClaimViewProps): boolean {
  return one.claim === other.claim;
}
