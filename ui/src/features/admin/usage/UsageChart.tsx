import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Box } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { money, number } from '@/i18n/formats';
import { bars, currencies, type Measure } from './totals';

const COLOURS = ['bench.7', 'orange.6', 'grape.6', 'blue.6'];

/**
 * The table says the same in numbers: this is for the eye alone. The chart follows its box a frame later; until then
 * it must not make the page scroll sideways.
 */
export default function UsageChart(props: {
  totals: Schemas['UsageTotalOut'][];
  measure: Measure;
  named: (key: string) => string;
  height: number;
}) {
  const { t } = useTranslation('admin');
  const { measure, totals } = props;
  const names = measure === 'cost' ? currencies(totals) : [measure];
  const label = t(`usage.measures.${measure}`);
  const series = names.map((name, at) => ({
    name,
    label: measure === 'cost' ? name : label,
    color: COLOURS[at % COLOURS.length] ?? 'bench.7',
  }));
  return (
    <Box aria-hidden style={{ overflow: 'hidden' }}>
      <BarChart
        h={props.height}
        data={bars(totals, measure, props.named)}
        dataKey="label"
        series={series}
        valueFormatter={(value) =>
          measure === 'cost' && names.length === 1 && names[0] ? money(value, names[0]) : number(value)
        }
        barProps={{ isAnimationActive: false }}
        maxBarWidth={56}
        barChartProps={{ accessibilityLayer: false }}
        withLegend={names.length > 1}
      />
    </Box>
  );
}
